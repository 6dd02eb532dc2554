package dev.hotclub.sampler.live;

import dev.hotclub.model.Frame;
import dev.hotclub.model.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Own and total ticks per frame, in the current window and since the last reset.
final class FrameCounts {
  /// Far above what a person can scroll through; beyond it the frames with the least time are
  /// forgotten, so that a session of days does not grow.
  private static final int MOST_FRAMES = 50_000;

  private static final class Ticks {
    long ownWindow;
    long totalWindow;
    long own;
    long total;
  }

  private final UnaryOperator<Frame> key;
  private final Map<Frame, Ticks> counts = new HashMap<>();
  private final Set<Ticks> onThisStack = new HashSet<>();

  /// @param key what frames are counted under: themselves, or without their lines
  FrameCounts(UnaryOperator<Frame> key) {
    this.key = key;
  }

  void add(Stack stack, long ticks) {
    onThisStack.clear();
    boolean innermost = true;
    for (Frame frame : stack.frames()) {
      Ticks count = counts.computeIfAbsent(key.apply(frame), _ -> new Ticks());
      if (innermost) {
        count.ownWindow += ticks;
        count.own += ticks;
        innermost = false;
      }
      // a recursive function is on the stack many times but its time passes once
      if (onThisStack.add(count)) {
        count.totalWindow += ticks;
        count.total += ticks;
      }
    }
  }

  /// The table, after which a new window begins.
  List<LiveRow> endWindow(double ticksPerWindow, long periodNanos) {
    List<LiveRow> rows = new ArrayList<>(counts.size());
    counts.forEach((frame, count) -> {
      rows.add(
          new LiveRow(
              frame,
              count.ownWindow / ticksPerWindow,
              count.totalWindow / ticksPerWindow,
              Duration.ofNanos(count.own * periodNanos),
              Duration.ofNanos(count.total * periodNanos)));
      count.ownWindow = 0;
      count.totalWindow = 0;
    });
    forgetTheLeast();
    return rows;
  }

  private void forgetTheLeast() {
    for (long least = 1; counts.size() > MOST_FRAMES; least *= 2) {
      long limit = least;
      counts.values().removeIf(count -> count.total <= limit);
    }
  }

  void reset() {
    counts.clear();
  }
}
