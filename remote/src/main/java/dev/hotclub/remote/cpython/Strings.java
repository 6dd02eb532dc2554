package dev.hotclub.remote.cpython;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.nio.charset.Charset;

/// Decodes `str` objects (PEP 393: one, two or four bytes a character, ASCII without the UTF-8
/// cache).
final class Strings {
  private static final Charset UTF_32LE = Charset.forName("UTF-32LE");

  private final Peek peek;
  private final int length;
  private final int state;
  private final int asciiData;
  private final int compactData;
  private final boolean narrow;

  Strings(Peek peek, Layout layout) {
    this.peek = peek;
    Offsets at = layout.offsets();
    this.length = at.at("string.length");
    this.state = at.at("string.state");
    this.asciiData = at.at("string.asciiData");
    this.compactData = at.has("string.compactData") ? at.at("string.compactData") : asciiData + 16;
    this.narrow = !layout.version().atLeast(3, 14);
  }

  /// @param most characters; the rest is left out
  /// @throws UnmappedAddress if it is not a readable `str`
  String read(long address, int most) throws UnmappedAddress {
    long characters = peek.word(address + length);
    int word = peek.half(address + state);
    int bits = word >>> internedBits(word);
    int kind = bits & 7;
    boolean compact = (bits >> 3 & 1) == 1;
    boolean ascii = (bits >> 4 & 1) == 1;
    if (characters < 0 || (kind != 1 && kind != 2 && kind != 4)) {
      throw new UnmappedAddress(address, 0);
    }
    int count = (int) Math.min(characters, most);
    byte[] bytes = peek.bytes(data(address, compact, ascii), count * kind);
    return switch (kind) {
      case 1 -> new String(bytes, ISO_8859_1);
      case 2 -> new String(bytes, UTF_16LE);
      default -> new String(bytes, UTF_32LE);
    };
  }

  /// Width of the field in front of kind, compact and ascii (`Include/cpython/unicodeobject.h`):
  /// two bits until 3.13 and in later builds with the GIL, eight in later ones without, and 16 in
  /// some of the first releases of 3.14. Its value is at most 3, and a kind is never 0, so the
  /// lowest byte that is above that tells.
  private int internedBits(int word) {
    if (narrow || (word & 0xFF) > 3) {
      return 2;
    }
    return (word & 0xFF00) != 0 ? 8 : 16;
  }

  /// Instances of classes that inherit from `str` have their characters elsewhere.
  private long data(long address, boolean compact, boolean ascii) throws UnmappedAddress {
    if (!compact) {
      return peek.word(address + compactData);
    }
    return address + (ascii ? asciiData : compactData);
  }
}
