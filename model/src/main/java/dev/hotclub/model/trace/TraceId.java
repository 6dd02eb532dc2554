package dev.hotclub.model.trace;

import java.util.HexFormat;

/// The 128-bit name of a trace, as W3C Trace Context has it. All zero is no trace.
public record TraceId(long high, long low) implements Comparable<TraceId> {
  /// @param hex 32 hexadecimal digits
  /// @throws IllegalArgumentException if they are not
  public static TraceId parse(String hex) {
    if (hex.length() != 32) {
      throw new IllegalArgumentException(
          "a trace id has 32 hexadecimal digits, this has " + hex.length());
    }
    return new TraceId(
        HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
  }

  public boolean isZero() {
    return (high | low) == 0;
  }

  @Override
  public int compareTo(TraceId other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  /// 32 lower-case hexadecimal digits.
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
