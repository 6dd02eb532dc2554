package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;

/// The global interpreter lock of one interpreter, watched from outside.
public final class GilWatch {
  private final Peek peek;
  private final long lockedAddress;
  private final long holderAddress;
  private final long waitFrom;
  private final long waitTo;

  /// @param lockedAddress an `int`, 1 while the lock is held; 0 where there is no lock to watch
  /// @param holderAddress thread state that held it last
  /// @param waitFrom first byte of its condition variables and mutexes
  /// @param waitTo end of them, exclusive
  GilWatch(Peek peek, long lockedAddress, long holderAddress, long waitFrom, long waitTo) {
    this.peek = peek;
    this.lockedAddress = lockedAddress;
    this.holderAddress = holderAddress;
    this.waitFrom = waitFrom;
    this.waitTo = waitTo;
  }

  /// Whether there is a lock and it can be found. There is none in a free-threaded build.
  public boolean present() {
    return lockedAddress != 0;
  }

  /// The thread state that holds the lock, 0 for nobody or not known.
  public long holder() {
    if (!present()) {
      return 0;
    }
    try {
      return peek.half(lockedAddress) == 1 ? peek.word(holderAddress) : 0;
    } catch (UnmappedAddress gone) {
      return 0;
    }
  }

  /// Whether a thread that waits in `futex` for this address waits for the lock.
  public boolean isWait(long futexAddress) {
    return futexAddress >= waitFrom && futexAddress < waitTo;
  }

  /// Where the `int` lies that is 1 while the lock is held; 0 where there is none.
  public long lockedAddress() {
    return lockedAddress;
  }

  /// Where the pointer to the thread state lies that held the lock last.
  public long holderAddress() {
    return holderAddress;
  }
}
