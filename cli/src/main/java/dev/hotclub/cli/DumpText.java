package dev.hotclub.cli;

import dev.hotclub.model.Exactness;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Origin;
import dev.hotclub.remote.cpython.LocalVariable;
import dev.hotclub.sampler.ThreadDump;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Threads and their frames as `dump` prints them.
final class DumpText {
  /// Enough to see what a thread without own code is about.
  private static final int FRAMES_WITHOUT_OWN = 8;

  /// Fewer frames than this are printed rather than counted: the line that counts them is no
  /// shorter.
  private static final int FEWEST_FOLDED = 3;

  private final StringBuilder out;
  private final Detail detail;
  private final Names names;
  private final String indent;

  /// How much of a stack is printed.
  enum Detail {
    /// What lies outside of the program's own code is counted.
    FOLDED,
    ALL
  }

  /// How files are named.
  enum Names {
    SHORT,
    FULL;

    String of(Frame frame) {
      return switch (this) {
        case SHORT -> frame.shortFile();
        case FULL -> frame.file();
      };
    }
  }

  DumpText(StringBuilder out, Detail detail, Names names, String indent) {
    this.out = out;
    this.detail = detail;
    this.names = names;
    this.indent = indent;
  }

  void thread(ThreadDump dump) {
    out.append(indent).append(title(dump)).append('\n');
    List<Frame> frames = dump.stack().frames();
    int shown = shown(frames);
    if (dump.localsExactness() == Exactness.APPROXIMATE) {
      out.append(indent)
          .append("    ~ it ran on while its variables were read (--blocking holds it for that)\n");
    }
    for (int i = 0; i < shown; i++) {
      frame(frames.get(i));
      if (i < dump.locals().size()) {
        locals(dump.locals().get(i));
      }
    }
    if (shown < frames.size()) {
      folded(frames.subList(shown, frames.size()));
    }
    if (frames.isEmpty()) {
      out.append(indent).append("    no Python frame\n");
    }
  }

  private static String title(ThreadDump dump) {
    StringBuilder title = new StringBuilder();
    String name = dump.thread().name();
    boolean main = dump.thread().nativeId() == dump.thread().pid();
    title.append(name.isEmpty() ? main ? "main thread" : "thread" : Printable.of(name));
    title.append(" (").append(dump.thread().nativeId()).append(") ");
    title.append(Doing.of(dump.activity()));
    if (dump.holdsGil()) {
      title.append(", holds the GIL");
    }
    if (dump.exactness() == Exactness.APPROXIMATE) {
      title.append("   ~ it moved while it was read: its innermost frames may be wrong");
    }
    return title.toString();
  }

  private int shown(List<Frame> frames) {
    if (detail == Detail.ALL) {
      return frames.size();
    }
    int lastOwn = -1;
    for (int i = 0; i < frames.size(); i++) {
      if (Origin.of(frames.get(i)) == Origin.OWN) {
        lastOwn = i;
      }
    }
    int wanted = lastOwn < 0 ? FRAMES_WITHOUT_OWN : lastOwn + 1;
    return frames.size() - wanted < FEWEST_FOLDED ? frames.size() : wanted;
  }

  private void frame(Frame frame) {
    boolean own = Origin.of(frame) == Origin.OWN;
    out.append(indent).append(own ? "  > " : "    ").append(Printable.of(frame.function()));
    String file = names.of(frame);
    if (!file.isEmpty()) {
      out.append(" (").append(Printable.of(file));
      if (frame.line() > 0) {
        out.append(':').append(frame.line());
      }
      out.append(')');
    }
    out.append('\n');
  }

  private void locals(List<LocalVariable> locals) {
    group("Arguments", LocalVariable.Role.ARGUMENT, locals);
    group("Locals", LocalVariable.Role.LOCAL, locals);
  }

  private void group(String title, LocalVariable.Role role, List<LocalVariable> all) {
    List<LocalVariable> locals = all.stream().filter(local -> local.role() == role).toList();
    if (locals.isEmpty()) {
      return;
    }
    out.append(indent).append("        ").append(title).append(":\n");
    for (LocalVariable local : locals) {
      out.append(indent)
          .append("            ")
          .append(Printable.of(local.name()))
          .append(": ")
          .append(Printable.of(local.text()))
          .append('\n');
    }
  }

  private void folded(List<Frame> frames) {
    Set<String> packages = new LinkedHashSet<>();
    frames.forEach(frame -> packages.add(Origin.packageOf(frame)));
    out.append(indent)
        .append("    …")
        .append(frames.size())
        .append(" more frames of ")
        .append(Printable.of(String.join(", ", packages)))
        .append(" (--all)\n");
  }
}
