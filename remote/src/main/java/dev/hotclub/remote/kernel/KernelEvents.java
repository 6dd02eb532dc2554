package dev.hotclub.remote.kernel;

import dev.hotclub.remote.memory.Snapshot;

/// What the kernel saw of the watched threads, in the order in which it happened to each of them.
/// Thread and process ids are those of the initial pid namespace; times are `CLOCK_MONOTONIC`
/// nanoseconds. A snapshot is valid only during the call: it points into the kernel's own ring.
public interface KernelEvents {
  /// The sampling clock found the thread on a CPU.
  ///
  /// @param gilHolder the `PyThreadState` that holds the interpreter lock, 0 for none, -1 if
  ///   unknown
  void timer(int tid, long nanos, long gilHolder, Snapshot stack);

  /// The thread left its CPU.
  ///
  /// @param state the kernel's task state: 0 if it could have run on (it was preempted), otherwise
  ///   it waits (1 interruptible, 2 uninterruptible, …)
  /// @param call the system call that it is in, -1 if in none or if unknown
  /// @param a the call's first argument; `b` and `c` the next two
  /// @param gilHolder as for `timer`
  void leave(
      int tid,
      long nanos,
      long state,
      long call,
      long a,
      long b,
      long c,
      long gilHolder,
      Snapshot stack);

  /// The thread came back to a CPU.
  void enter(int tid, long nanos);

  /// A thread of a watched process ran that nobody has named yet. Repeated every 50 ms until
  /// answered by `watchThread` or `ignoreThread`.
  void unknownThread(int tgid, int tid);

  /// The thread ended; its process too if it was the last. It is forgotten already.
  void exited(int tgid, int tid);

  /// A watched process made a child process.
  void forked(int tgid, int childTgid);

  /// A watched process replaced its program (`execve`): none of its addresses holds any more. It is
  /// forgotten already.
  void replaced(int tgid);
}
