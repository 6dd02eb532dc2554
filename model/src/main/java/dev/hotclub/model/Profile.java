package dev.hotclub.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Stacks and their weight: a recording whose order in time is forgotten.
///
/// @param start when the first of it was measured
/// @param periodNanos what one sample stands for; 0 where the unit is not samples
/// @param values unmodifiable; iteration is in order of first appearance
public record Profile(
    Instant start,
    Duration duration,
    Unit unit,
    long periodNanos,
    Map<Stack, Long> values,
    Losses losses) {
  public Profile {
    values = java.util.Collections.unmodifiableMap(values);
  }

  public long total() {
    return values.values().stream().mapToLong(Long::longValue).sum();
  }
}
