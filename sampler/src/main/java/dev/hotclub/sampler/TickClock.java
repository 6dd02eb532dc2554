package dev.hotclub.sampler;

import dev.hotclub.remote.libc.PreciseSleep;

/// A steady beat that never catches up: a beat that was missed is counted, not made good, so that a
/// run ends on time and no moment is sampled twice.
final class TickClock {
  /// Falling asleep and waking up takes about as long: below this a beat is waited for awake.
  private static final long SHORTEST_SLEEP_NANOS = 20_000;

  private final PreciseSleep sleep = new PreciseSleep();
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
      if (left > SHORTEST_SLEEP_NANOS) {
        sleep.until(until);
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
