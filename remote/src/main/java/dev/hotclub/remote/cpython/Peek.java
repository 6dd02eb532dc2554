package dev.hotclub.remote.cpython;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.hotclub.remote.memory.RemoteMemory;
import dev.hotclub.remote.memory.UnmappedAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Single values of another process's memory. Not for use by two threads at once.
final class Peek {
  /// No string or table that is read whole is longer; longer ones are cut by their readers.
  static final int MOST_BYTES = 4 << 20;

  private final RemoteMemory memory;
  private final MemorySegment word;

  Peek(RemoteMemory memory, Arena arena) {
    this.memory = memory;
    this.word = arena.allocate(8, 8);
  }

  /// A pointer or any eight bytes.
  long word(long address) throws UnmappedAddress {
    memory.read(address, word);
    return word.get(JAVA_LONG_UNALIGNED, 0);
  }

  int half(long address) throws UnmappedAddress {
    memory.read(address, word.asSlice(0, 4));
    return word.get(JAVA_INT_UNALIGNED, 0);
  }

  int octet(long address) throws UnmappedAddress {
    memory.read(address, word.asSlice(0, 1));
    return word.get(JAVA_BYTE, 0) & 0xFF;
  }

  /// @param length at most `MOST_BYTES`
  byte[] bytes(long address, int length) throws UnmappedAddress {
    if (length < 0 || length > MOST_BYTES) {
      throw new UnmappedAddress(address, 0);
    }
    byte[] bytes = new byte[length];
    if (length > 0) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment copy = arena.allocate(length);
        memory.read(address, copy);
        MemorySegment.copy(copy, JAVA_BYTE, 0, bytes, 0, length);
      }
    }
    return bytes;
  }

  void fill(long address, MemorySegment into) throws UnmappedAddress {
    memory.read(address, into);
  }
}
