package dev.hotclub.remote.ptrace;

/// What a `ThreadStop` has done since it was made.
///
/// @param stops threads held and let go again
/// @param late threads that did not come to their stop in time
/// @param passedSignals signals that arrived under a stop and were handed on to the target
/// @param restartedCalls system calls that the stop would have ended early and that went on instead
/// @param heldNanos sum over all stops
public record StopCounts(
    long stops, long late, long passedSignals, long restartedCalls, long heldNanos) {}
