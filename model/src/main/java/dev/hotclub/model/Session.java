package dev.hotclub.model;

import java.time.Instant;

/// What is known when a recording begins.
///
/// @param start wall clock at `startNanos` 0
/// @param ratePerSecond samples asked for, per second and thread
/// @param reader how the stacks are read
/// @param producer program and version that records, for example `hotclub 0.1.0`
public record Session(Instant start, int ratePerSecond, Reader reader, String producer) {
  /// Time between two samples of a thread.
  public long periodNanos() {
    return 1_000_000_000L / ratePerSecond;
  }
}
