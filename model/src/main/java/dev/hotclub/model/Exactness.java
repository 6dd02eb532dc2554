package dev.hotclub.model;

/// How far a sampled stack can be trusted.
public enum Exactness {
  /// The chain of functions and the callers' lines all belong to one instant.
  EXACT,
  /// The stack moved while it was read: the outer frames are certain, the innermost may not be.
  APPROXIMATE
}
