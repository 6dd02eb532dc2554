package dev.hotclub.remote.cpython;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.hotclub.remote.memory.RemoteMemory;
import dev.hotclub.remote.memory.UnmappedAddress;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/// A process's memory with a few words that are not what they were: other pointers of its own,
/// numbers, single bits.
final class MutatedMemory implements RemoteMemory {
  private static final long MOST_READS = 50_000_000;

  private final RemoteMemory memory;
  private final Random random;
  private final int oneIn;
  private long pointer;
  private long reads;

  /// @param oneIn how many words there are to a wrong one
  MutatedMemory(RemoteMemory memory, long seed, int oneIn) {
    this.memory = memory;
    this.random = new Random(seed);
    this.oneIn = oneIn;
  }

  @Override
  public void read(long address, MemorySegment into) throws UnmappedAddress {
    if (++reads > MOST_READS) {
      throw new AssertionError("read " + reads + " times without an end");
    }
    memory.read(address, into);
    for (long at = 0; at + 8 <= into.byteSize(); at += 8) {
      long word = into.get(JAVA_LONG_UNALIGNED, at);
      if (word > 1L << 20 && word < 1L << 47) {
        pointer = random.nextInt(100) == 0 ? word : pointer;
      }
      if (random.nextInt(oneIn) == 0) {
        into.set(JAVA_LONG_UNALIGNED, at, wrong(word));
      }
    }
    if (into.byteSize() < 8 && random.nextInt(oneIn) == 0) {
      into.set(JAVA_BYTE, 0, (byte) random.nextInt());
    }
  }

  private long wrong(long word) {
    return switch (random.nextInt(6)) {
      case 0 -> pointer;
      case 1 -> word + 8L * (random.nextInt(64) - 32);
      case 2 -> word ^ 1L << random.nextInt(64);
      case 3 -> random.nextInt(1 << 20);
      case 4 -> -1;
      default -> random.nextLong();
    };
  }
}
