package dev.hotclub.model;

/// What a thread was doing when it was sampled.
public sealed interface Activity {

  /// On a processor.
  record OnCpu() implements Activity {}

  /// Able to run, but no processor was free.
  record Queued() implements Activity {}

  /// Blocked until another thread gives up CPython's global interpreter lock.
  record WaitingForGil() implements Activity {}

  /// Off the processor until something happens.
  record Waiting(WaitReason reason) implements Activity {}

  /// The kernel did not say.
  record Unknown() implements Activity {}

  /// Whether a sampler that counts only busy threads leaves this one out.
  default boolean idle() {
    return switch (this) {
      case OnCpu _, Queued _, Unknown _ -> false;
      case WaitingForGil _, Waiting _ -> true;
    };
  }
}
