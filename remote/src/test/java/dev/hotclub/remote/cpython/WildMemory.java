package dev.hotclub.remote.cpython;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.hotclub.remote.memory.RemoteMemory;
import dev.hotclub.remote.memory.UnmappedAddress;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/// Memory as an adversary would fill it: pointers into itself, lengths of every size, signs, flags
/// and garbage. What it says depends on the seed only.
final class WildMemory implements RemoteMemory {
  static final long START = 0x7f00_0000_0000L;
  private static final int BYTES = 1 << 20;

  /// Reads after which a reader is said to hang: far above what any bound allows.
  private static final long MOST_READS = 50_000_000;

  private final ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long reads;

  WildMemory(long seed) {
    Random random = new Random(seed);
    for (int at = 0; at < BYTES; at += 8) {
      bytes.putLong(at, word(random));
    }
  }

  /// An address in it, most often one that objects would have.
  static long address(Random random) {
    return START + (random.nextInt(BYTES) & (random.nextInt(8) == 0 ? -1 : -16));
  }

  static long word(Random random) {
    return switch (random.nextInt(16)) {
      case 0 -> 0;
      case 1 -> random.nextInt(4);
      case 2 -> random.nextInt(1 << 10);
      case 3 -> random.nextInt();
      case 4 -> random.nextLong();
      case 5 -> -random.nextInt(1 << 10);
      case 6 -> Long.MAX_VALUE - random.nextInt(64);
      case 7 -> Long.MIN_VALUE + random.nextInt(64);
      case 8 -> 1L << random.nextInt(64);
      case 9 -> START + BYTES - random.nextInt(64);
      default -> address(random);
    };
  }

  /// Puts a word where it will be read.
  void put(long address, long word) {
    bytes.putLong((int) (address - START), word);
  }

  void put(long address, byte[] text) {
    bytes.put((int) (address - START), text);
  }

  @Override
  public void read(long address, MemorySegment into) throws UnmappedAddress {
    if (++reads > MOST_READS) {
      throw new AssertionError("read " + reads + " times without an end");
    }
    long at = address - START;
    if (at < 0 || at > BYTES - into.byteSize()) {
      throw new UnmappedAddress(address, 14);
    }
    MemorySegment.copy(bytes.array(), (int) at, into, JAVA_BYTE, 0, (int) into.byteSize());
  }
}
