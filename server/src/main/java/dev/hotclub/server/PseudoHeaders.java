package dev.hotclub.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/// Rewrites the bytes of an HTTP/2 connection so that names of pseudo-headers come by their number
/// in the static table.
///
/// HPACK (RFC 7541, 6.2) lets a name be spelled out or numbered, as the sender likes. gRPC's C
/// core, under OpenTelemetry's exporters for Python, Ruby, PHP and C++, spells `:path`; Helidon 4.5
/// refuses spelled pseudo-headers. Both forms mean the same, also for the table of what was sent
/// before, so only these bytes change, and the frame's length.
final class PseudoHeaders {
  private static final int FRAME_HEADER = 9;
  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;
  private static final int PADDED = 0x8;
  private static final int PRIORITY = 0x20;
  private static final int PREFACE = 24;

  /// A header block that is longer is passed on as it is.
  private static final int LONGEST = 64 << 10;

  /// Numbers of spelled names, plain or in Huffman's code (RFC 7541, appendix A and B); a character
  /// is a byte.
  private static final Map<String, Integer> NUMBERS =
      Map.of(
          ":authority",
          1,
          huffman("b83b5339ec327d7f"),
          1,
          ":method",
          2,
          huffman("b9495339e4"),
          2,
          ":path",
          4,
          huffman("b958d33f"),
          4,
          ":scheme",
          6,
          huffman("b8824e5a4b"),
          6);

  private static final int LONGEST_NAME = 10;

  private static String huffman(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
  }

  private byte[] rest = new byte[0];
  private int preface = PREFACE;
  private int passing;

  /// What to hand on instead; may be empty when a frame is not complete yet.
  byte[] rewrite(byte[] bytes) {
    byte[] all = joined(rest, bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream(all.length);
    int at = 0;
    while (at < all.length) {
      int plain = Math.min(all.length - at, preface + passing);
      if (plain > 0) {
        out.write(all, at, plain);
        int ofPreface = Math.min(plain, preface);
        preface -= ofPreface;
        passing -= plain - ofPreface;
        at += plain;
        continue;
      }
      if (all.length - at < FRAME_HEADER) {
        break;
      }
      int length = (all[at] & 0xFF) << 16 | (all[at + 1] & 0xFF) << 8 | all[at + 2] & 0xFF;
      int type = all[at + 3];
      if ((type != HEADERS && type != CONTINUATION) || length > LONGEST) {
        passing = FRAME_HEADER + length;
        continue;
      }
      if (all.length - at < FRAME_HEADER + length) {
        break;
      }
      frame(all, at, length, out);
      at += FRAME_HEADER + length;
    }
    rest = Arrays.copyOfRange(all, at, all.length);
    return out.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    if (first.length == 0) {
      return second;
    }
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static void frame(byte[] bytes, int at, int length, ByteArrayOutputStream out) {
    int flags = bytes[at + 4];
    int from = at + FRAME_HEADER;
    int to = from + length;
    int start = from;
    int end = to;
    if (bytes[at + 3] == HEADERS) {
      start += ((flags & PADDED) != 0 ? 1 : 0) + ((flags & PRIORITY) != 0 ? 5 : 0);
      end -= (flags & PADDED) != 0 && length > 0 ? bytes[from] & 0xFF : 0;
    }
    ByteArrayOutputStream block = new ByteArrayOutputStream(length);
    if (start > end || !block(bytes, start, end, block)) {
      out.write(bytes, at, FRAME_HEADER + length);
      return;
    }
    int written = length - (end - start) + block.size();
    out.write(written >>> 16);
    out.write(written >>> 8);
    out.write(written);
    out.write(bytes, at + 3, FRAME_HEADER - 3);
    out.write(bytes, from, start - from);
    out.writeBytes(block.toByteArray());
    out.write(bytes, end, to - end);
  }

  /// @return false if the block is cut off or broken: whoever decodes it shall say so
  private static boolean block(byte[] bytes, int from, int to, ByteArrayOutputStream out) {
    int at = from;
    while (at < to) {
      int first = bytes[at] & 0xFF;
      boolean indexed = (first & 0x80) != 0;
      boolean resize = (first & 0xE0) == 0x20;
      int bits = indexed ? 7 : resize ? 5 : (first & 0xC0) == 0x40 ? 6 : 4;
      int next = number(bytes, at, to, bits);
      if (next < 0) {
        return false;
      }
      if (indexed || resize) {
        out.write(bytes, at, next - at);
        at = next;
        continue;
      }
      boolean spelled = (first & (1 << bits) - 1) == 0;
      int value = spelled ? text(bytes, next, to) : next;
      if (value < 0) {
        return false;
      }
      int number = spelled ? numberOf(bytes, next, value) : 0;
      int after = text(bytes, value, to);
      if (after < 0) {
        return false;
      }
      if (number == 0) {
        out.write(bytes, at, after - at);
      } else {
        out.write(first | number);
        out.write(bytes, value, after - value);
      }
      at = after;
    }
    return true;
  }

  /// @param from the length's place
  private static int numberOf(byte[] bytes, int from, int to) {
    // a length of up to ten stands in the one byte of its prefix
    if (to - from - 1 > LONGEST_NAME) {
      return 0;
    }
    String spelling = new String(bytes, from + 1, to - from - 1, StandardCharsets.ISO_8859_1);
    return NUMBERS.getOrDefault(spelling, 0);
  }

  /// Goes behind a number of a prefix of so many bits (RFC 7541, 5.1).
  ///
  /// @return −1 if it is cut off
  private static int number(byte[] bytes, int at, int to, int bits) {
    int most = (1 << bits) - 1;
    if ((bytes[at] & most) != most) {
      return at + 1;
    }
    for (int i = at + 1; i < to && i < at + 6; i++) {
      if (bytes[i] >= 0) {
        return i + 1;
      }
    }
    return -1;
  }

  /// Goes behind a text (RFC 7541, 5.2).
  private static int text(byte[] bytes, int at, int to) {
    if (at >= to) {
      return -1;
    }
    int length = bytes[at] & 0x7F;
    int start = number(bytes, at, to, 7);
    if (start < 0) {
      return -1;
    }
    if (length == 0x7F) {
      for (int i = at + 1; i < start; i++) {
        length += (bytes[i] & 0x7F) << 7 * (i - at - 1);
      }
    }
    return length < 0 || length > to - start ? -1 : start + length;
  }
}
