package dev.hotclub.remote.ptrace;

import java.util.Set;

/// Undoes what a stop does to a system call that it interrupts.
///
/// A thread that was seen on a processor may have gone to sleep in a system call by the time the
/// stop arrives. Most calls are then continued by the kernel itself, but some return `EINTR` (`man
/// 7 signal`, "Interruption of system calls by stop signals"), `epoll_wait` among them, which every
/// event loop uses. For those the result is replaced by `ERESTARTNOHAND`, the kernel's own word for
/// "go on waiting, unless a signal handler runs": it acts on it after the stop, so a signal that
/// arrives at the same time still ends the call as it should. A relative timeout starts anew; as
/// the thread ran a few microseconds ago, that prolongs it by no more than those.
///
/// Only x86-64: on aarch64 the kernel prepares the restart before the stop (`do_signal` in
/// `arch/arm64/kernel/signal.c`) and keeps the call's first argument to itself. There a call that
/// began within those microseconds may return `EINTR`.
final class InterruptedCall {
  /// Offsets in `struct user_regs_struct` (`asm/ptrace.h`, x86-64).
  private static final long RAX = 80;

  private static final long ORIG_RAX = 120;

  private static final long EINTR = -4;
  private static final long ERESTARTNOHAND = -514;

  /// Calls that return `EINTR` only if they have done nothing, so that making them again is the
  /// same as having waited longer (`arch/x86/entry/syscalls/syscall_64.tbl`). Not among them:
  /// `close`, whose descriptor is gone all the same, and `connect`, which goes on in the
  /// background.
  private static final Set<Long> REPEATABLE =
      Set.of(
          0L, // read
          1L, // write
          43L, // accept
          44L, // sendto
          45L, // recvfrom
          46L, // sendmsg
          47L, // recvmsg
          65L, // semop
          128L, // rt_sigtimedwait
          208L, // io_getevents
          220L, // semtimedop
          232L, // epoll_wait
          281L, // epoll_pwait
          288L, // accept4
          333L, // io_pgetevents
          426L, // io_uring_enter
          441L); // epoll_pwait2

  private static final boolean X86_64 =
      System.getProperty("os.arch").equals("amd64")
          || System.getProperty("os.arch").equals("x86_64");

  private final Ptrace ptrace;
  private long restarted;

  InterruptedCall(Ptrace ptrace) {
    this.ptrace = ptrace;
  }

  /// To be called while the thread stands, before anything else: if we die later, the call is safe.
  void repair(int tid) {
    if (!X86_64) {
      return;
    }
    long call = ptrace.register(tid, ORIG_RAX);
    if (call >= 0 && REPEATABLE.contains(call) && ptrace.register(tid, RAX) == EINTR) {
      restarted += ptrace.setRegister(tid, RAX, ERESTARTNOHAND) == 0 ? 1 : 0;
    }
  }

  long restarted() {
    return restarted;
  }
}
