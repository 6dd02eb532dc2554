package dev.hotclub.store;

/// What became of a finding.
public enum FindingState {
  OPEN,
  /// Not seen in 500 units of its operation that had at least as many rows as when it was seen.
  FIXED,
  /// Seen again after it was fixed.
  BACK,
  MUTED
}
