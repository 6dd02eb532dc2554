package dev.hotclub.cli.top;

import dev.hotclub.cli.Amounts;
import dev.hotclub.cli.Doing;
import dev.hotclub.cli.Printable;
import dev.hotclub.model.Frame;
import dev.hotclub.sampler.live.LiveThread;
import dev.hotclub.sampler.live.LiveView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/// The list of threads, one of which can be chosen.
final class ThreadTable {
  private static final int SHARE = 7;

  /// Of what shares leave, names take a third, and states another.
  private static final int PARTS = 3;

  private static final int WIDEST_NAME = 32;
  private static final int WIDEST_STATE = 30;

  private final LiveView view;
  private final TopState state;
  private final Ink ink;
  private final int nameColumns;
  private final int stateColumns;
  private final int placeColumns;

  ThreadTable(LiveView view, TopState state, int width, Ink ink) {
    this.view = view;
    this.state = state;
    this.ink = ink;
    int left = Math.max(PARTS * 4, width - 2 * SHARE - 6);
    this.nameColumns = Math.min(WIDEST_NAME, left / PARTS);
    this.stateColumns = Math.min(WIDEST_STATE, left / PARTS);
    this.placeColumns = left - nameColumns - stateColumns;
  }

  List<AttributedString> lines(int page) {
    List<AttributedString> lines = new ArrayList<>();
    lines.add(
        new AttributedString(
            Columns.right("BUSY%", SHARE)
                + Columns.right("GIL%", SHARE)
                + "  "
                + Columns.left("THREAD", nameColumns)
                + "  "
                + Columns.left("STATE", stateColumns)
                + "  IN",
            ink.strong()));
    List<LiveThread> threads = Arranged.threads(view);
    int marked = 0;
    for (int i = 0; i < threads.size(); i++) {
      if (marked(threads.get(i))) {
        marked = i;
      }
    }
    int from = Math.clamp(threads.size() - page, 0, Math.max(0, marked - page + 1));
    threads.stream().skip(from).limit(page).map(this::line).forEach(lines::add);
    return lines;
  }

  private boolean marked(LiveThread thread) {
    return state.marked().equals(Optional.of(thread.thread().nativeId()));
  }

  private AttributedString line(LiveThread thread) {
    String rest =
        Columns.right(Amounts.tenths(thread.gilShare() * 100), SHARE)
            + "  "
            + Columns.left(name(thread), nameColumns)
            + "  "
            + Columns.left(Doing.of(thread.activity()), stateColumns)
            + "  "
            + Columns.end(innermost(thread), placeColumns);
    String busy = Columns.right(Amounts.tenths(thread.busyShare() * 100), SHARE);
    return marked(thread)
        ? new AttributedString(busy + rest, ink.mark())
        : new AttributedStringBuilder()
            .append(busy, ink.share(thread.busyShare()))
            .append(rest)
            .toAttributedString();
  }

  /// `MainThread (4711)`.
  static String name(LiveThread thread) {
    String name = Printable.of(thread.thread().name());
    String id = Integer.toString(thread.thread().nativeId());
    return name.isEmpty() ? id : name + " (" + id + ")";
  }

  private String innermost(LiveThread thread) {
    if (thread.stack().depth() == 0) {
      return "";
    }
    Frame frame = thread.stack().frames().getFirst();
    return Printable.of(frame.function()) + " (" + TopTable.place(frame, state.names()) + ")";
  }
}
