package dev.hotclub.store.duckdb;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes numbers in as few bytes as they need: seven bits a byte, the lowest first.
final class Bytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

  void number(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.write((int) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  /// Small negative numbers are short too.
  void signed(long value) {
    number(value << 1 ^ value >> 63);
  }

  void word(long value) {
    for (int shift = 0; shift < 64; shift += 8) {
      out.write((int) (value >>> shift));
    }
  }

  void text(String value) {
    raw(value.getBytes(StandardCharsets.UTF_8));
  }

  void raw(byte[] value) {
    number(value.length);
    out.writeBytes(value);
  }

  byte[] done() {
    return out.toByteArray();
  }
}
