package dev.hotclub.codec.hc;

import java.nio.charset.StandardCharsets;

/// The records of one block. Every read is bounded by the block's end.
final class In {
  private final byte[] bytes;
  private final int size;
  private int at;

  In(byte[] bytes, int size) {
    this.bytes = bytes;
    this.size = size;
  }

  boolean hasMore() {
    return at < size;
  }

  int octet() throws MalformedRecording {
    if (at >= size) {
      throw new MalformedRecording("a record ends behind its block");
    }
    return bytes[at++] & 0xFF;
  }

  long number() throws MalformedRecording {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int part = octet();
      value |= (long) (part & 0x7F) << shift;
      if ((part & 0x80) == 0) {
        return value;
      }
    }
    throw new MalformedRecording("a number longer than 64 bits");
  }

  long signed() throws MalformedRecording {
    long value = number();
    return value >>> 1 ^ -(value & 1);
  }

  /// A number that counts or names something.
  ///
  /// @param end exclusive
  int below(int end, String what) throws MalformedRecording {
    long value = number();
    if (value < 0 || value >= end) {
      throw new MalformedRecording(what + " " + value + " of " + end);
    }
    return (int) value;
  }

  String text() throws MalformedRecording {
    int length = below(Hc.MOST_TEXT_BYTES + 1, "text length");
    if (length > size - at) {
      throw new MalformedRecording("text of " + length + " bytes, the block has " + (size - at));
    }
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }
}
