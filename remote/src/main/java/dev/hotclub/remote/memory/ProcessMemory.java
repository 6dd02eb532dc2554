package dev.hotclub.remote.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hotclub.remote.libc.Libc;
import dev.hotclub.remote.libc.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Reads by `process_vm_readv`, which copies without stopping the process. Not for use by two
/// threads at once.
public final class ProcessMemory implements RemoteMemory {
  /// The kernel takes at most 1,024 (`UIO_MAXIOV`).
  public static final int MOST_PIECES = 256;

  private final int pid;
  private final MemorySegment local;
  private final MemorySegment remote;

  /// @param arena how long the two small tables of addresses live
  public ProcessMemory(int pid, Arena arena) {
    this.pid = pid;
    this.local = arena.allocate(16L * MOST_PIECES, 16);
    this.remote = arena.allocate(16L * MOST_PIECES, 16);
  }

  @Override
  public void read(long address, MemorySegment into) throws UnmappedAddress {
    piece(0, address, into);
    long got = readPieces(1);
    if (got != into.byteSize()) {
      throw new UnmappedAddress(address, got < 0 ? -got : Libc.EFAULT);
    }
  }

  /// Names one of several ranges for `readPieces`.
  public void piece(int index, long address, MemorySegment into) {
    local.set(JAVA_LONG, 16L * index, into.address());
    local.set(JAVA_LONG, 16L * index + 8, into.byteSize());
    remote.set(JAVA_LONG, 16L * index, address);
    remote.set(JAVA_LONG, 16L * index + 8, into.byteSize());
  }

  /// Names a range whose copy lies in the middle of a larger segment.
  public void piece(int index, long address, MemorySegment into, long position, long length) {
    Objects.checkFromIndexSize(position, length, into.byteSize());
    local.set(JAVA_LONG, 16L * index, into.address() + position);
    local.set(JAVA_LONG, 16L * index + 8, length);
    remote.set(JAVA_LONG, 16L * index, address);
    remote.set(JAVA_LONG, 16L * index + 8, length);
  }

  /// Reads the first `count` named ranges in one call, in order. Stops at the first that cannot be
  /// read whole.
  ///
  /// @return bytes read, or minus the error number
  public long readPieces(int count) {
    return Libc.syscall(
        SystemCalls.PROCESS_VM_READV, pid, local.address(), count, remote.address(), count, 0);
  }
}
