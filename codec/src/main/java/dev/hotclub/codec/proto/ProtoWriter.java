package dev.hotclub.codec.proto;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One message of Google's Protocol Buffers wire format, field by field. Fields with the value zero
/// are left out, as proto3 has it.
public final class ProtoWriter {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private byte[] bytes = new byte[256];
  private int size;

  /// A number of any of the varint types, not of the zigzag ones.
  public ProtoWriter number(int field, long value) {
    return value == 0 ? this : present(field, value);
  }

  /// The same, even if it is zero: a member of a oneof is there or not.
  public ProtoWriter present(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  public ProtoWriter fixed64(int field, long value) {
    return value == 0 ? this : presentFixed64(field, value);
  }

  /// Written even if it is zero; a double as its bits.
  public ProtoWriter presentFixed64(int field, long value) {
    tag(field, FIXED64);
    room(8);
    for (int i = 0; i < 8; i++) {
      bytes[size++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  /// Written even if it is zero.
  public ProtoWriter presentFixed32(int field, int value) {
    tag(field, FIXED32);
    room(4);
    for (int i = 0; i < 4; i++) {
      bytes[size++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  /// Written even if it is empty.
  public ProtoWriter run(int field, byte[] value) {
    return run(field, value, value.length);
  }

  /// Written even if it is empty, for an element of a list counts.
  public ProtoWriter text(int field, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return run(field, utf8, utf8.length);
  }

  /// Written even if it is empty, for presence means something.
  public ProtoWriter message(int field, ProtoWriter message) {
    return run(field, message.bytes, message.size);
  }

  /// A repeated number, packed.
  public ProtoWriter numbers(int field, long... values) {
    ProtoWriter packed = new ProtoWriter();
    for (long value : values) {
      packed.varint(value);
    }
    return values.length == 0 ? this : run(field, packed.bytes, packed.size);
  }

  private ProtoWriter run(int field, byte[] content, int length) {
    tag(field, BYTES);
    varint(length);
    room(length);
    System.arraycopy(content, 0, bytes, size, length);
    size += length;
    return this;
  }

  private void tag(int field, int wireType) {
    varint((long) field << 3 | wireType);
  }

  private void varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void room(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }

  /// Adds another message's fields to this one's.
  public ProtoWriter append(ProtoWriter fields) {
    room(fields.size);
    System.arraycopy(fields.bytes, 0, bytes, size, fields.size);
    size += fields.size;
    return this;
  }

  /// Hands what has been written to the stream and begins anew; fields of one message may come in
  /// several pieces.
  public void drain(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
    size = 0;
  }

  /// All fields that were written.
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  public int sizeBytes() {
    return size;
  }
}
