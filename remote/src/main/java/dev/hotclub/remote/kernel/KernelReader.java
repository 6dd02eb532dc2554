package dev.hotclub.remote.kernel;

import dev.hotclub.remote.memory.SnapshotLayout;

/// Exact stacks and every switch of the watched threads, copied by the kernel itself. One reader
/// serves any number of processes and interpreter versions. Not for use by two threads at once.
public final class KernelReader implements AutoCloseable {
  /// How opening went.
  public sealed interface Opening {
    /// The programs run.
    record Opened(KernelReader reader) implements Opening {}

    /// The kernel or the rights do not allow it.
    ///
    /// @param reason one line: what is missing
    record Refused(String reason) implements Opening {}
  }

  private KernelReader() {}

  /// Loads the programs and starts the sampling clock of every CPU.
  ///
  /// @param ratePerSecond samples a second of each running thread, 1 to 100,000
  public static Opening open(int ratePerSecond) {
    return new Opening.Refused("the kernel reader cannot be opened at " + ratePerSecond + "/s");
  }

  /// Watches a process. Its threads are named by `watchThread` as they show up.
  public void watchProcess(int tgid, SnapshotLayout layout, GilPlace gil) {}

  /// Watches a thread of a watched process.
  ///
  /// @param tstate the address of its `PyThreadState`
  public void watchThread(int tgid, int tid, long tstate) {}

  /// Answers `unknownThread` for a thread that runs no Python; it is asked for again after a
  /// second, because it may begin to.
  public void ignoreThread(int tgid, int tid) {}

  /// Forgets one thread.
  public void forgetThread(int tid) {}

  /// Forgets a process; its threads are to be forgotten one by one.
  public void forgetProcess(int tgid) {}

  /// Tells everything that the kernel has written since the last call. Never waits.
  public void poll(KernelEvents sink) {}

  /// What was sent and lost so far.
  public KernelCounts counts() {
    return new KernelCounts(0, 0, 0, 0, 0);
  }

  @Override
  public void close() {}
}
