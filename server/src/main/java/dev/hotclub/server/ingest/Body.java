package dev.hotclub.server.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The bytes of one message, read as far as the limits allow. Its array may be longer than the
/// message.
final class Body {
  private static final int FIRST_BYTES = 64 << 10;

  private final Gate gate;
  private byte[] bytes = new byte[0];
  private int length;
  private long held;

  Body(Gate gate) {
    this.gate = gate;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /// Reads to the stream's end.
  ///
  /// @param announced bytes; −1 if unknown
  /// @param most bytes that are read
  void read(InputStream in, long announced, int most) throws IOException, Busy, TooLarge {
    if (announced > most) {
      throw new TooLarge(announced, most);
    }
    length = 0;
    grow(announced < 0 ? Math.min(FIRST_BYTES, most + 1) : (int) announced + 1);
    while (true) {
      int count = in.read(bytes, length, bytes.length - length);
      if (count < 0) {
        return;
      }
      length += count;
      if (length > most) {
        throw new TooLarge(length, most);
      }
      if (length == bytes.length) {
        grow((int) Math.min(2L * length, most + 1L));
      }
    }
  }

  /// The same, unpacked: a small packed message may be a large one.
  ///
  /// @throws ZipException if it is no gzip
  void readGzip(InputStream packed, int most) throws IOException, Busy, TooLarge {
    try (GZIPInputStream in = new GZIPInputStream(packed, 16 << 10)) {
      read(in, -1, most);
    }
  }

  private void grow(int size) throws Busy {
    gate.enter(size - held);
    held = size;
    bytes = Arrays.copyOf(bytes, size);
  }

  /// Lets others in; the message is done with.
  void release() {
    gate.leave(held);
    held = 0;
  }
}
