package dev.hotclub.remote.libc;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Sleeps of one thread that end within some microseconds of the wanted time.
///
/// The kernel lets an ordinary sleep end up to 50 µs late, so that it can wake several threads at
/// once (`timerslack_ns` in prctl(2)); the thread that makes this object asks not to be treated so.
public final class PreciseSleep {
  private static final int PR_SET_TIMERSLACK = 29;
  private static final int CLOCK_MONOTONIC = 1;
  private static final int TIMER_ABSTIME = 1;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final MemorySegment until = Arena.ofAuto().allocate(16, 8);

  /// For the calling thread.
  public PreciseSleep() {
    // where it is refused, sleeps end as late as others
    long ignored = Libc.syscall(SystemCalls.PRCTL, PR_SET_TIMERSLACK, 1, 0, 0, 0, 0);
  }

  /// Sleeps until a time of `System.nanoTime`, whose clock is the kernel's monotonic one on Linux.
  /// A signal may end it earlier.
  public void until(long nanos) {
    until.set(JAVA_LONG, 0, nanos / NANOS_PER_SECOND);
    until.set(JAVA_LONG, 8, nanos % NANOS_PER_SECOND);
    long ignored =
        Libc.syscall(
            SystemCalls.CLOCK_NANOSLEEP, CLOCK_MONOTONIC, TIMER_ABSTIME, until.address(), 0, 0, 0);
  }
}
