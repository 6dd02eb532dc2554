package dev.hotclub.codec.hc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that grow.
final class Out {
  private byte[] bytes = new byte[Hc.BLOCK_BYTES + 4096];
  private int size;

  void octet(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  void number(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void signed(long value) {
    number(value << 1 ^ value >> 63);
  }

  void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(utf8.length, Hc.MOST_TEXT_BYTES);
    number(length);
    room(length);
    System.arraycopy(utf8, 0, bytes, size, length);
    size += length;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  int size() {
    return size;
  }

  byte[] array() {
    return bytes;
  }

  void clear() {
    size = 0;
  }
}
