package dev.hotclub.codec;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// CPython's `marshal` (version 2 and later read it; `Python/marshal.c`), as far as numbers, texts,
/// tuples and dictionaries go. Everything is little-endian.
///
/// Failures to write surface as `UncheckedIOException`.
final class MarshalWriter {
  private static final int DIGIT_BITS = 15;
  private final DataOutputStream out;

  MarshalWriter(OutputStream out) {
    this.out = new DataOutputStream(new java.io.BufferedOutputStream(out));
  }

  /// Keys and values follow in turn, then `endDict`.
  void beginDict() {
    octet('{');
  }

  void endDict() {
    octet('0');
  }

  /// This many values follow.
  void tuple(int size) {
    octet('(');
    word(size);
  }

  /// @param value not negative
  void number(long value) {
    if (value == (int) value) {
      octet('i');
      word((int) value);
      return;
    }
    octet('l');
    int digits = (64 - Long.numberOfLeadingZeros(value) + DIGIT_BITS - 1) / DIGIT_BITS;
    word(digits);
    for (int i = 0; i < digits; i++) {
      int digit = (int) (value >>> (i * DIGIT_BITS)) & ((1 << DIGIT_BITS) - 1);
      octet(digit);
      octet(digit >>> 8);
    }
  }

  void real(double value) {
    octet('g');
    long bits = Double.doubleToLongBits(value);
    word((int) bits);
    word((int) (bits >>> 32));
  }

  void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    octet('u');
    word(utf8.length);
    try {
      out.write(utf8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void word(int value) {
    for (int i = 0; i < 4; i++) {
      octet(value >>> (8 * i));
    }
  }

  private void octet(int value) {
    try {
      out.write(value);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Hands everything to the stream, which stays open.
  void finish() throws IOException {
    out.flush();
  }
}
