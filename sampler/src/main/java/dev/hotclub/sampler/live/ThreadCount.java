package dev.hotclub.sampler.live;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Stack;
import dev.hotclub.model.ThreadInfo;

/// What is known of one thread in the window that runs.
final class ThreadCount {
  private ThreadInfo info;
  private long busy;
  private long gil;
  private long seenNanos;
  private Activity activity = new Activity.Unknown();
  private Stack stack = Stack.EMPTY;

  ThreadCount(ThreadInfo info) {
    this.info = info;
  }

  void is(ThreadInfo known) {
    info = known;
  }

  void add(Sample sample, long ticks) {
    activity = sample.activity();
    stack = sample.stack();
    seenNanos = Math.max(seenNanos, sample.startNanos() + sample.nanos());
    if (!sample.activity().idle()) {
      busy += ticks;
    }
    if (sample.holdsGil()) {
      gil += ticks;
    }
  }

  int pid() {
    return info.pid();
  }

  /// When it was last told of, since the session's start.
  long seenNanos() {
    return seenNanos;
  }

  LiveThread endWindow(double ticksPerWindow) {
    LiveThread thread =
        new LiveThread(info, busy / ticksPerWindow, gil / ticksPerWindow, activity, stack);
    clear();
    return thread;
  }

  void clear() {
    busy = 0;
    gil = 0;
  }
}
