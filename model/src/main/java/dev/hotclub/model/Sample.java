package dev.hotclub.model;

/// A stack, and how much of a thread's time it stands for.
///
/// A sample taken by the clock stands for one period. A wait that was timed from end to end stands
/// for its whole length, however long. Within one thread samples come in order of their start.
///
/// @param startNanos since the session's start, monotonic
/// @param nanos the wall time it stands for
/// @param pid process of the thread
/// @param nativeId kernel's id of the thread
/// @param holdsGil whether the thread held the global interpreter lock; false where there is none
public record Sample(
    long startNanos,
    long nanos,
    int pid,
    int nativeId,
    Stack stack,
    Activity activity,
    boolean holdsGil,
    Exactness exactness,
    Tags tags) {

  /// How many ticks of a clock with this period fall into the sample's time: what a sampler that
  /// looks at every thread at every tick would have counted. A sample of exactly one period counts
  /// one.
  public long ticks(long periodNanos) {
    return Math.floorDiv(startNanos + nanos, periodNanos) - Math.floorDiv(startNanos, periodNanos);
  }
}
