package dev.hotclub.model;

/// What the values of a profile count.
public enum Unit {
  /// Ticks of the sampling clock.
  SAMPLES,
  NANOSECONDS,
  BYTES
}
