package dev.hotclub.server.ingest;

import java.time.Duration;

/// More comes in than is worked off; the sender is to come again.
final class Busy extends Exception {
  private static final long serialVersionUID = 1L;

  private final Duration retry;

  Busy(String message, Duration retry) {
    super(message, null, false, false);
    this.retry = retry;
  }

  /// Whole seconds, at least one: what `Retry-After` can say.
  long retrySeconds() {
    return Math.max(1, retry.toSeconds());
  }
}
