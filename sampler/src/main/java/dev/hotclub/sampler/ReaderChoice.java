package dev.hotclub.sampler;

/// Which reader a run may use.
public enum ReaderChoice {
  /// The kernel's where it is permitted, else stops where they are, else looks.
  AUTO,
  KERNEL,
  STOP,
  LOOK
}
