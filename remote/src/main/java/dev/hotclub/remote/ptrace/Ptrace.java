package dev.hotclub.remote.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hotclub.remote.libc.Libc;
import dev.hotclub.remote.libc.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The calls of `ptrace(2)` and `waitid(2)` that a stop needs, for one tracing thread.
final class Ptrace {
  private static final long DETACH = 17;
  private static final long PEEK_USER = 3;
  private static final long POKE_USER = 6;
  private static final long SEIZE = 0x4206;
  private static final long INTERRUPT = 0x4207;

  private static final long P_PID = 1;
  private static final long WNOHANG = 1;
  private static final long WSTOPPED = 2;
  private static final long WEXITED = 4;
  private static final long WNOWAIT = 0x0100_0000;
  private static final long WALL = 0x4000_0000;

  /// Offsets in `siginfo_t` (64-bit Linux, all architectures).
  private static final long SI_CODE = 8;

  private static final long SI_PID = 16;
  private static final long SI_STATUS = 24;

  private static final int CLD_TRAPPED = 4;
  private static final int CLD_STOPPED = 5;
  private static final int PTRACE_EVENT_STOP = 128;
  private static final int SIGTRAP = 5;

  private final MemorySegment info = Arena.ofAuto().allocate(128, 8);
  private final MemorySegment word = Arena.ofAuto().allocate(8, 8);
  private int signal;

  /// Becomes the tracer without stopping the thread and without options: its new threads and
  /// programs are not followed, and it outlives us.
  ///
  /// @return 0 or minus the error number
  long seize(int tid) {
    return call(SEIZE, tid, 0, 0);
  }

  /// Asks the thread to stop before it next runs its own code.
  long interrupt(int tid) {
    return call(INTERRUPT, tid, 0, 0);
  }

  /// Lets a stopped thread go, for good, and hands it a signal if that is not 0.
  long detach(int tid, int signalToDeliver) {
    return call(DETACH, tid, 0, signalToDeliver);
  }

  /// A word of the stopped thread's `struct user`.
  long register(int tid, long offset) {
    long failed = call(PEEK_USER, tid, offset, word.address());
    return failed < 0 ? failed : word.get(JAVA_LONG, 0);
  }

  long setRegister(int tid, long offset, long value) {
    return call(POKE_USER, tid, offset, value);
  }

  private static long call(long request, int tid, long address, long value) {
    return Libc.syscall(SystemCalls.PTRACE, request, tid, address, value, 0, 0);
  }

  /// What has become of the thread, without waiting and without consuming the event: a signal that
  /// has been consumed but not yet handed on is lost if we die in between.
  Event look(int tid) {
    long answer = waitid(tid, WSTOPPED | WEXITED | WNOHANG | WNOWAIT | WALL);
    if (answer < 0) {
      return Event.NOT_OURS;
    }
    if (info.get(JAVA_INT, SI_PID) == 0) {
      return Event.NOTHING;
    }
    int code = info.get(JAVA_INT, SI_CODE);
    if (code != CLD_TRAPPED) {
      return code == CLD_STOPPED ? Event.NOTHING : Event.ENDED;
    }
    int status = info.get(JAVA_INT, SI_STATUS);
    boolean delivery = status >> 8 == 0;
    signal = delivery ? status : 0;
    if (delivery) {
      return Event.SIGNAL;
    }
    return status >> 8 == PTRACE_EVENT_STOP && (status & 0xff) != SIGTRAP
        ? Event.GROUP_STOP
        : Event.TRAP;
  }

  /// The signal of the last `look` that answered `SIGNAL`; else 0.
  int signal() {
    return signal;
  }

  /// Takes the ended thread's record: until the tracer does that, the process cannot end either.
  void reap(int tid) {
    long ignored = waitid(tid, WEXITED | WNOHANG | WALL);
  }

  private long waitid(int tid, long options) {
    info.set(JAVA_INT, SI_PID, 0);
    signal = 0;
    return Libc.syscall(SystemCalls.WAITID, P_PID, tid, info.address(), options, 0, 0);
  }

  /// What a traced thread has to report.
  enum Event {
    /// It runs, or sleeps.
    NOTHING,
    /// It stands because we asked.
    TRAP,
    /// It stands because it is about to receive `signal()`.
    SIGNAL,
    /// It stands because its whole process was stopped (SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU).
    GROUP_STOP,
    /// It has ended and waits to be reaped.
    ENDED,
    /// We do not trace it.
    NOT_OURS
  }
}
