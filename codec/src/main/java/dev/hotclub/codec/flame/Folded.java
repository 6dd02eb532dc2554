package dev.hotclub.codec.flame;

import dev.hotclub.model.CallTree;
import dev.hotclub.model.Folding;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.Profile;
import dev.hotclub.model.Recording;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Session;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.View;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A recording as a flame graph needs it: the stacks without their times, and what is said about
/// them.
///
/// @param processes in order of appearance
record Folded(
    Session session,
    View view,
    Profile profile,
    Optional<Outcome> outcome,
    Collection<ProcessInfo> processes) {

  /// What a sample becomes before it is counted.
  interface Seen {
    Sample as(Sample sample);
  }

  static Folded of(Recording recording, View view, Seen seen) throws IOException {
    Folding folding = new Folding(recording.session(), view);
    Map<Integer, ProcessInfo> processes = new LinkedHashMap<>();
    recording.tell(
        new RecordingVisitor() {
          @Override
          public void process(ProcessInfo process) {
            processes.put(process.pid(), process);
            folding.process(process);
          }

          @Override
          public void thread(ThreadInfo thread) {
            folding.thread(thread);
          }

          @Override
          public void sample(Sample sample) {
            folding.sample(seen.as(sample));
          }

          @Override
          public void end(Outcome outcome) {
            folding.end(outcome);
          }
        });
    return new Folded(
        recording.session(), view, folding.profile(), folding.outcome(), processes.values());
  }

  CallTree tree() {
    return CallTree.of(profile);
  }

  /// What was recorded, for a window's name: `gunicorn shop.wsgi (4711) and 2 more processes`.
  String title() {
    if (processes.isEmpty()) {
      return "profile";
    }
    String first = program(processes.iterator().next());
    int others = processes.size() - 1;
    return switch (others) {
      case 0 -> first;
      case 1 -> first + " and one more process";
      default -> first + " and " + others + " more processes";
    };
  }

  /// `gunicorn shop.wsgi` of `/srv/venv/bin/python3 /srv/venv/bin/gunicorn shop.wsgi -w 4`.
  private static String program(ProcessInfo process) {
    List<String> words = process.command();
    int script = 1;
    while (script < words.size() && words.get(script).startsWith("-")) {
      script++;
    }
    String name = words.isEmpty() ? "python" : fileName(words.getFirst());
    if (script < words.size()) {
      name = fileName(words.get(script));
      String next = script + 1 < words.size() ? words.get(script + 1) : "";
      name = next.isEmpty() || next.startsWith("-") ? name : name + " " + bounded(next, 60);
    }
    return name + " (" + process.pid() + ")";
  }

  /// A process and its whole command. It is whatever the process says, so it is bounded.
  static String line(ProcessInfo process) {
    String python = process.python().isEmpty() ? "" : " · Python " + bounded(process.python(), 60);
    return process.pid() + " " + bounded(String.join(" ", process.command()), 200) + python;
  }

  private static String fileName(String path) {
    return bounded(path.substring(path.lastIndexOf('/') + 1), 60);
  }

  private static String bounded(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
