package dev.hotclub.remote.ptrace;

/// What came of the wish to read a thread while it stands still.
public sealed interface StopOutcome {
  /// The thread stood still during the whole look and runs again.
  ///
  /// @param heldNanos from the request to stop until it was let go: never less than what it lost to
  ///   us, apart from the few microseconds its processor takes to wake up
  record Held(long heldNanos) implements StopOutcome {}

  /// The thread was off its processor, therefore not stopped and not looked at: whoever reads it
  /// between two equal counts of timeslices has read one instant.
  record AtRest() implements StopOutcome {}

  /// The thread did not come to its stop in time and was not looked at. It is let go as soon as it
  /// does (`ThreadStop.service`).
  record Late(long waitedNanos) implements StopOutcome {}

  /// The thread has ended, or its process has begun another program.
  record Gone() implements StopOutcome {}

  /// Somebody else traces the thread: a debugger, `strace`, another profiler.
  ///
  /// @param pid the tracing thread's id, which for most tracers is their process's
  /// @param command what it was started with, cut to a line; empty where that cannot be read
  record TracedBy(int pid, String command) implements StopOutcome {}

  /// The kernel does not let us stop the thread.
  record NotPermitted(String reason) implements StopOutcome {}
}
