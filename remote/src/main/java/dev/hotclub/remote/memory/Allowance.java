package dev.hotclub.remote.memory;

import java.lang.foreign.MemorySegment;

/// Memory of which only so much may be read: what a hostile process can make its reader do has an
/// end. What would go beyond cannot be read.
public final class Allowance implements RemoteMemory {
  /// Bytes that count as much as a read.
  private static final int BYTES_A_READ = 16;

  private final RemoteMemory memory;
  private long left;

  public Allowance(RemoteMemory memory) {
    this.memory = memory;
  }

  /// Grants so many reads from here on; long ones count by their length.
  public void grant(long reads) {
    left = reads;
  }

  public boolean spent() {
    return left <= 0;
  }

  @Override
  public void read(long address, MemorySegment into) throws UnmappedAddress {
    if (left <= 0) {
      throw new UnmappedAddress(address, 0);
    }
    left -= 1 + into.byteSize() / BYTES_A_READ;
    memory.read(address, into);
  }
}
