package dev.hotclub.server.ingest;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// Numbers of span groups: ascending, also across restarts, for they begin at the clock's time.
final class Numbers {
  /// A million groups a millisecond are more than come.
  private static final int BITS_BELOW_MILLIS = 20;

  private final AtomicLong last;

  /// @param highest that is in use; a clock that was set back does not give it again
  Numbers(Instant now, long highest) {
    last = new AtomicLong(Math.max(highest, now.toEpochMilli() << BITS_BELOW_MILLIS));
  }

  long next() {
    return last.incrementAndGet();
  }
}
