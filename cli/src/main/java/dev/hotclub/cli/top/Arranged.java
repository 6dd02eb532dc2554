package dev.hotclub.cli.top;

import dev.hotclub.model.Frame;
import dev.hotclub.model.View;
import dev.hotclub.sampler.live.LiveRow;
import dev.hotclub.sampler.live.LiveThread;
import dev.hotclub.sampler.live.LiveView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A view in the order and the choice that a state asks for.
final class Arranged {
  /// What ran less than one part in a hundred is not called busy.
  static final double BUSY = 0.01;

  private Arranged() {}

  static List<LiveRow> rows(LiveView view, TopState state) {
    List<LiveRow> rows =
        switch (state.rows()) {
          case FUNCTIONS -> view.functions();
          case LINES -> view.lines();
          case NAMES -> named(view.functions());
        };
    String wanted = state.filter().toLowerCase(Locale.ROOT);
    return rows.stream()
        .filter(row -> wanted.isEmpty() || has(row.frame(), wanted, state.names()))
        .sorted(state.sort().order())
        .toList();
  }

  private static boolean has(Frame frame, String wanted, View.Names names) {
    return frame.function().toLowerCase(Locale.ROOT).contains(wanted)
        || file(frame, names).toLowerCase(Locale.ROOT).contains(wanted);
  }

  static String file(Frame frame, View.Names names) {
    return switch (names) {
      case SHORT -> frame.shortFile();
      case FULL -> frame.file();
    };
  }

  /// Functions of one name in one file as one row. Their total times add up, although one may have
  /// called the other.
  private static List<LiveRow> named(List<LiveRow> functions) {
    Map<Frame, LiveRow> rows = new HashMap<>();
    for (LiveRow row : functions) {
      Frame frame = row.frame().named();
      rows.merge(
          frame,
          new LiveRow(frame, row.ownShare(), row.totalShare(), row.own(), row.total()),
          (a, b) ->
              new LiveRow(
                  frame,
                  a.ownShare() + b.ownShare(),
                  a.totalShare() + b.totalShare(),
                  a.own().plus(b.own()),
                  a.total().plus(b.total())));
    }
    return List.copyOf(rows.values());
  }

  /// Busy ones first, in tenths, so that two that are about as busy do not change places; then as
  /// they were started.
  static List<LiveThread> threads(LiveView view) {
    return view.threads().stream()
        .sorted(
            Comparator.comparingLong((LiveThread thread) -> -Math.round(thread.busyShare() * 10))
                .thenComparingInt(thread -> thread.thread().pid())
                .thenComparingInt(thread -> thread.thread().nativeId()))
        .toList();
  }
}
