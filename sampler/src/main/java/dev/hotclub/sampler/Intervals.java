package dev.hotclub.sampler;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Stack;

/// The stretches that one thread spends off the processor, opened when it leaves and told when it
/// comes back.
final class Intervals {
  private static final long NONE = Long.MIN_VALUE;

  private long openedNanos = NONE;
  private Stack stack = Stack.EMPTY;
  private Activity activity = new Activity.Unknown();
  private Exactness exactness = Exactness.EXACT;

  /// The thread left the processor. An interval that is still open was never closed because a
  /// record was lost; it ends here.
  void leave(
      TrackedThread thread,
      long nanos,
      Stack nowStack,
      Activity nowActivity,
      Exactness nowExactness,
      Emitter emitter) {
    close(thread, nanos, emitter);
    openedNanos = nanos;
    stack = nowStack;
    activity = nowActivity;
    exactness = nowExactness;
  }

  /// The thread was off the processor already when the watch began.
  void openQuietly(long nanos, Stack nowStack, Activity nowActivity) {
    openedNanos = nanos;
    stack = nowStack;
    activity = nowActivity;
    exactness = Exactness.EXACT;
  }

  /// The thread is on a processor again, or gone.
  void close(TrackedThread thread, long nanos, Emitter emitter) {
    flush(thread, nanos, emitter);
    openedNanos = NONE;
  }

  /// Tells what has passed of an open interval and leaves the rest open: a long sleep must be seen
  /// before it ends.
  void flush(TrackedThread thread, long nanos, Emitter emitter) {
    if (openedNanos != NONE && nanos > openedNanos) {
      emitter.interval(thread, openedNanos, nanos - openedNanos, stack, activity, exactness);
      openedNanos = nanos;
    }
  }

  boolean open() {
    return openedNanos != NONE;
  }
}
