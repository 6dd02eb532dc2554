package dev.hotclub.store.duckdb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes numbers in as few bytes as they need: seven bits a byte, the lowest first.
final class Bytes {
  private byte[] out = new byte[1024];
  private int length;

  private void room(int more) {
    if (out.length - length < more) {
      out = Arrays.copyOf(out, Math.max(out.length * 2, length + more));
    }
  }

  void number(long value) {
    room(10);
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out[length++] = (byte) (left & 0x7F | 0x80);
      left >>>= 7;
    }
    out[length++] = (byte) left;
  }

  /// Small negative numbers are short too.
  void signed(long value) {
    number(value << 1 ^ value >> 63);
  }

  void word(long value) {
    room(8);
    for (int shift = 0; shift < 64; shift += 8) {
      out[length++] = (byte) (value >>> shift);
    }
  }

  void text(String value) {
    raw(value.getBytes(StandardCharsets.UTF_8));
  }

  void raw(byte[] value) {
    number(value.length);
    room(value.length);
    System.arraycopy(value, 0, out, length, value.length);
    length += value.length;
  }

  byte[] done() {
    return Arrays.copyOf(out, length);
  }
}
