package dev.hotclub.model.trace;

import java.util.Arrays;

/// What a sender says of a span and no field has: OpenTelemetry `KeyValue` messages one after
/// another, each with the protobuf tag of `Span.attributes`, as they came. Read by `codec`.
public final class Attributes {
  public static final Attributes NONE = new Attributes(new byte[0]);

  private final byte[] bytes;

  private Attributes(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @param bytes is kept, not copied
  public static Attributes of(byte[] bytes) {
    return bytes.length == 0 ? NONE : new Attributes(bytes);
  }

  public int sizeBytes() {
    return bytes.length;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attributes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes of attributes";
  }
}
