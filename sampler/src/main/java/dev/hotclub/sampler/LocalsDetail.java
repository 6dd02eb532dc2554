package dev.hotclub.sampler;

/// How much of local variables a dump has.
public enum LocalsDetail {
  NONE,
  /// Values cut to a line.
  SHORT,
  /// Longer values, more levels.
  LONG
}
