package dev.hotclub.store.duckdb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [Bytes] wrote. Whatever does not fit is an [IllegalStateException]: the file is ours
/// alone.
final class BytesReader {
  private final byte[] bytes;
  private int at;

  BytesReader(byte[] bytes) {
    this.bytes = bytes;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = next();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalStateException("byte " + at + ": a number does not end");
  }

  int count() {
    long value = number();
    if (value < 0 || value > bytes.length) {
      throw new IllegalStateException("byte " + at + ": " + value + " things in " + bytes.length);
    }
    return (int) value;
  }

  long signed() {
    long value = number();
    return value >>> 1 ^ -(value & 1);
  }

  long word() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      value |= (next() & 0xFFL) << shift;
    }
    return value;
  }

  String text() {
    return new String(raw(), StandardCharsets.UTF_8);
  }

  byte[] raw() {
    int length = count();
    if (length > bytes.length - at) {
      throw new IllegalStateException("byte " + at + ": " + length + " bytes are said to follow");
    }
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  private byte next() {
    if (at >= bytes.length) {
      throw new IllegalStateException("ends at byte " + at + " in the middle");
    }
    return bytes[at++];
  }
}
