package dev.hotclub.codec.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A cursor over a message of Google's Protocol Buffers wire format. Nested messages are read in
/// place: `open` narrows the cursor to one, `close` goes behind it.
final class ProtoReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private int at;
  private int end;

  ProtoReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    at = from;
    end = to;
  }

  byte[] bytes() {
    return bytes;
  }

  int at() {
    return at;
  }

  boolean more() {
    return at < end;
  }

  /// Field number and wire type, as they stand in the message.
  int tag() throws MalformedOtlp {
    int from = at;
    long tag = varint();
    if (tag >>> 3 == 0 || tag >>> 32 != 0) {
      throw new MalformedOtlp("byte " + from + ": " + Long.toUnsignedString(tag) + " is no field");
    }
    return (int) tag;
  }

  long varint() throws MalformedOtlp {
    if (at < end && bytes[at] >= 0) {
      return bytes[at++];
    }
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at >= end) {
        throw truncated(1);
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedOtlp("byte " + at + ": a number has more than 10 bytes");
  }

  long fixed64() throws MalformedOtlp {
    need(8);
    long value = (long) LONG.get(bytes, at);
    at += 8;
    return value;
  }

  int fixed32() throws MalformedOtlp {
    need(4);
    int value = (int) INT.get(bytes, at);
    at += 4;
    return value;
  }

  double real() throws MalformedOtlp {
    return Double.longBitsToDouble(fixed64());
  }

  /// Goes into a run of bytes.
  ///
  /// @return what [#close] wants
  int open() throws MalformedOtlp {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw truncated(length);
    }
    int outer = end;
    end = at + (int) length;
    return outer;
  }

  /// How many bytes are left of what was opened.
  int left() {
    return end - at;
  }

  /// Goes behind what was opened, read or not.
  void close(int outer) {
    at = end;
    end = outer;
  }

  /// Goes to a place within what is open.
  void rewind(int place) {
    at = place;
  }

  /// Leaves out the value of a field.
  void skip(int tag) throws MalformedOtlp {
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED64 -> {
        need(8);
        at += 8;
      }
      case BYTES -> close(open());
      case FIXED32 -> {
        need(4);
        at += 4;
      }
      default ->
          throw new MalformedOtlp(
              "byte " + at + ": field " + (tag >>> 3) + " has wire type " + (tag & 7));
    }
  }

  private void need(int count) throws MalformedOtlp {
    if (count > end - at) {
      throw truncated(count);
    }
  }

  private MalformedOtlp truncated(long wanted) {
    return new MalformedOtlp(
        "byte "
            + at
            + ": "
            + Long.toUnsignedString(wanted)
            + " more are announced, "
            + (end - at)
            + " are there");
  }
}
