package dev.hotclub.codec.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Values made from runs of bytes, kept so that the same bytes again cost a comparison only. Of a
/// bounded size: what does not fit takes another's place.
final class Interned<T> {
  /// Makes the value of bytes `from` to `to`.
  @FunctionalInterface
  interface Making<T> {
    T of(byte[] bytes, int from, int to) throws MalformedOtlp;
  }

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// All runs together, of one table: what a hostile sender can make it hold.
  private static final int MOST_BYTES = 8 << 20;

  /// Longer runs seldom come twice.
  private static final int LONGEST = 8 << 10;

  private final Making<T> making;
  private final byte[] @Nullable [] keys;
  private final Object[] values;
  private long sizeBytes;

  /// @param slots a power of two
  Interned(int slots, Making<T> making) {
    this.making = making;
    keys = new byte[slots][];
    values = new Object[slots];
  }

  @SuppressWarnings("unchecked")
  T of(byte[] bytes, int from, int to) throws MalformedOtlp {
    if (to - from > LONGEST) {
      return making.of(bytes, from, to);
    }
    int first = hash(bytes, from, to) & keys.length - 1;
    byte[] key = keys[first];
    if (key != null && Arrays.equals(key, 0, key.length, bytes, from, to)) {
      return (T) values[first];
    }
    int second = first ^ 1;
    byte[] other = keys[second];
    if (other != null && Arrays.equals(other, 0, other.length, bytes, from, to)) {
      return (T) values[second];
    }
    T made = making.of(bytes, from, to);
    keep(key == null || other != null ? first : second, Arrays.copyOfRange(bytes, from, to), made);
    return made;
  }

  private void keep(int slot, byte[] key, T made) {
    byte[] before = keys[slot];
    sizeBytes += key.length - (before == null ? 0 : before.length);
    if (sizeBytes > MOST_BYTES) {
      Arrays.fill(keys, null);
      Arrays.fill(values, "");
      sizeBytes = key.length;
    }
    keys[slot] = key;
    values[slot] = made;
  }

  /// Of up to eight bytes at a time.
  static int hash(byte[] bytes, int from, int to) {
    long hash = (long) to - from;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      hash = Long.rotateLeft((hash ^ (long) LONG.get(bytes, at)) * 0x9E3779B97F4A7C15L, 29);
    }
    long rest = 0;
    for (; at < to; at++) {
      rest = rest << 8 | bytes[at] & 0xFF;
    }
    hash = (hash ^ rest) * 0x9E3779B97F4A7C15L;
    hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
    return (int) (hash >>> 32);
  }
}
