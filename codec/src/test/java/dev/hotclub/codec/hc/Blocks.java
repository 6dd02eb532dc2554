package dev.hotclub.codec.hc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The frame of a file, taken apart and put together by the format's description alone.
final class Blocks {
  private static final byte[] MAGIC = {'H', 'O', 'T', 'C', 'L', 'U', 'B', 1};

  private Blocks() {}

  /// Contents of its blocks, inflated.
  static List<byte[]> of(byte[] file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(MAGIC.length);
    List<byte[]> blocks = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] payload = new byte[bytes.getInt()];
      bytes.getInt();
      bytes.get(payload);
      blocks.add(inflated(payload));
    }
    return blocks;
  }

  private static byte[] inflated(byte[] payload) throws IOException {
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(payload);
      byte[] room = new byte[2 << 20];
      return Arrays.copyOf(room, inflater.inflate(room));
    } catch (DataFormatException damage) {
      throw new IOException(damage);
    }
  }

  static byte[] file(List<byte[]> blocks) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(MAGIC);
    for (byte[] block : blocks) {
      byte[] payload = deflated(block);
      CRC32 check = new CRC32();
      check.update(payload);
      ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      head.putInt(payload.length).putInt((int) check.getValue());
      file.writeBytes(head.array());
      file.writeBytes(payload);
    }
    return file.toByteArray();
  }

  private static byte[] deflated(byte[] block) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(block);
      deflater.finish();
      byte[] room = new byte[block.length + 1024];
      return Arrays.copyOf(room, deflater.deflate(room));
    }
  }

  /// A block of so many strings of this length.
  static byte[] texts(int length, int count) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      block.write(3 << 2 | 3);
      int rest = length;
      for (; rest >= 0x80; rest >>>= 7) {
        block.write(rest & 0x7F | 0x80);
      }
      block.write(rest);
      block.writeBytes(new byte[length]);
    }
    return block.toByteArray();
  }
}
