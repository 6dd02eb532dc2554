package dev.hotclub.sampler;

import java.util.concurrent.locks.LockSupport;

/// A steady beat that never catches up: a beat that was missed is counted, not made good, so that a
/// run ends on time and no moment is sampled twice.
final class TickClock {
  /// A sleeping thread wakes a little late, so the last stretch before a fast beat is waited out
  /// awake.
  private static final long WAKE_UP_NANOS = 15_000;

  /// Slower beats than this may be a wake-up's length off; nobody can see it in a profile.
  private static final long EXACT_BELOW_PERIOD_NANOS = 200_000;

  private long periodNanos;
  private long next;
  private long missed;
  private boolean beat;

  TickClock(long startNanos, long periodNanos) {
    this.periodNanos = periodNanos;
    this.next = startNanos + periodNanos;
  }

  /// Returns at the next beat, or at `untilNanos` if that comes first.
  ///
  /// @return the time now, in nanoseconds of `System.nanoTime`
  long await(long untilNanos) {
    long until = Math.min(next, untilNanos);
    long now = System.nanoTime();
    while (now < until) {
      long left = until - now;
      if (periodNanos >= EXACT_BELOW_PERIOD_NANOS || left > WAKE_UP_NANOS) {
        LockSupport.parkNanos(left);
      } else {
        Thread.onSpinWait();
      }
      now = System.nanoTime();
    }
    if (now >= next) {
      long beats = (now - next) / periodNanos;
      missed += beats;
      next += (beats + 1) * periodNanos;
      beat = true;
    }
    return now;
  }

  /// Makes the next beats come at another distance.
  void pace(long nanos) {
    if (nanos != periodNanos) {
      next += nanos - periodNanos;
      periodNanos = nanos;
    }
  }

  /// Whether a beat has come since this was asked last.
  boolean takeBeat() {
    boolean was = beat;
    beat = false;
    return was;
  }

  /// Beats that passed without being kept.
  long missed() {
    return missed;
  }
}
