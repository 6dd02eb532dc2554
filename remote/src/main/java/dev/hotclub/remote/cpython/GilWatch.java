package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.util.ArrayList;
import java.util.List;

/// The global interpreter lock of a process, watched from outside. From 3.12 on an interpreter may
/// have a lock of its own (PEP 684): the main interpreter's is the first.
///
/// Not for use by two threads at once.
public final class GilWatch {
  /// One lock.
  ///
  /// @param enabledAddress an `int`, 0 while the lock is not in force; 0 where it always is
  /// @param lockedAddress an `int`, 1 while the lock is held
  /// @param holderAddress thread state that held it last
  /// @param waitFrom first byte of its condition variables and mutexes
  /// @param waitTo end of them, exclusive
  record Lock(
      long enabledAddress, long lockedAddress, long holderAddress, long waitFrom, long waitTo) {

    static Lock at(long gil, Layout.Gil layout) {
      return new Lock(
          layout.enabled() < 0 ? 0 : gil + layout.enabled(),
          gil + layout.locked(),
          gil + layout.lastHolder(),
          gil + layout.condition(),
          gil + layout.size());
    }
  }

  private final Peek peek;
  private final List<Lock> locks = new ArrayList<>();

  GilWatch(Peek peek) {
    this.peek = peek;
  }

  /// Adds a lock, unless it is known.
  void watch(Lock lock) {
    for (Lock known : locks) {
      if (known.lockedAddress() == lock.lockedAddress()) {
        return;
      }
    }
    locks.add(lock);
  }

  /// Whether there is a lock and it can be found. A free-threaded build has none, unless an
  /// extension or `PYTHON_GIL=1` asked for it.
  public boolean present() {
    return !locks.isEmpty() && inForce(locks.getFirst());
  }

  private boolean inForce(Lock lock) {
    try {
      return lock.enabledAddress == 0 || peek.half(lock.enabledAddress) != 0;
    } catch (UnmappedAddress gone) {
      return false;
    }
  }

  /// The thread state that holds the main interpreter's lock, 0 for nobody or not known.
  public long holder() {
    return locks.isEmpty() ? 0 : holder(locks.getFirst());
  }

  /// Whether a thread holds its interpreter's lock.
  public boolean isHeldBy(PythonThread thread) {
    for (int i = 0; i < locks.size(); i++) {
      if (holder(locks.get(i)) == thread.tstate()) {
        return true;
      }
    }
    return false;
  }

  private long holder(Lock lock) {
    try {
      return inForce(lock) && peek.half(lock.lockedAddress) == 1
          ? peek.word(lock.holderAddress)
          : 0;
    } catch (UnmappedAddress gone) {
      return 0;
    }
  }

  /// Whether a thread that waits in `futex` for this address waits for a lock of an interpreter.
  public boolean isWait(long futexAddress) {
    for (int i = 0; i < locks.size(); i++) {
      Lock lock = locks.get(i);
      if (futexAddress >= lock.waitFrom && futexAddress < lock.waitTo) {
        return true;
      }
    }
    return false;
  }

  /// Where the `int` lies that is 1 while the main interpreter's lock is held; 0 where there is
  /// none.
  public long lockedAddress() {
    return locks.isEmpty() ? 0 : locks.getFirst().lockedAddress;
  }

  /// Where the pointer to the thread state lies that held it last.
  public long holderAddress() {
    return locks.isEmpty() ? 0 : locks.getFirst().holderAddress;
  }
}
