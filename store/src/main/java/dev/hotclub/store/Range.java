package dev.hotclub.store;

import java.time.Duration;
import java.time.Instant;

/// A span of time.
///
/// @param from included
/// @param to excluded, after `from`
public record Range(Instant from, Instant to) {
  public Range {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("a range from " + from + " cannot end at " + to);
    }
  }

  public Duration length() {
    return Duration.between(from, to);
  }
}
