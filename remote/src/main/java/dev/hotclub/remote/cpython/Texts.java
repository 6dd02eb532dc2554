package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;

/// `str`, `bytes`, `bytearray` and what inherits from them.
final class Texts implements ValueFamily {
  private final Peek peek;
  private final Offsets at;
  private final int header;
  private final Strings strings;

  Texts(Peek peek, Layout layout, Strings strings) {
    this.peek = peek;
    this.at = layout.offsets();
    this.header = layout.header();
    this.strings = strings;
  }

  @Override
  public boolean reads(TypeObject type) {
    return type.isText() || type.isBytes() || type.is("bytearray");
  }

  @Override
  public void write(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    int most = out.limits().characters() + 1;
    if (type.isText()) {
      out.append(quoted(strings.read(object, most)));
    } else if (type.isBytes()) {
      out.append("b" + quoted(bytes(object, object + at.at("bytes.data"), most)));
    } else {
      // `PyByteArrayObject`: size, allocated, buffer, start of what is in use
      long start = peek.word(object + header + 24);
      out.append("bytearray(b" + quoted(bytes(object, start, most)) + ")");
    }
  }

  private byte[] bytes(long object, long start, int most) throws UnmappedAddress {
    long size = peek.word(object + at.at("object.size"));
    return peek.bytes(start, (int) Math.min(Math.max(0, size), most));
  }

  /// As `unicode_repr` has it: single quotes unless only those are inside, what is not printable as
  /// escapes.
  static String quoted(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
    text.codePoints()
        .forEach(character -> {
          if (character < 0x7F || isPrintable(character)) {
            plain(character, quote, out);
          } else if (character <= 0xFF) {
            hex("\\x", character, 2, out);
          } else if (character <= 0xFFFF) {
            hex("\\u", character, 4, out);
          } else {
            hex("\\U", character, 8, out);
          }
        });
    return out.append(quote).toString();
  }

  private static String quoted(byte[] bytes) {
    char quote = '\'';
    for (byte b : bytes) {
      if (b == '"') {
        quote = '\'';
        break;
      }
      if (b == '\'') {
        quote = '"';
      }
    }
    StringBuilder out = new StringBuilder(bytes.length + 2).append(quote);
    for (byte b : bytes) {
      if (b >= 0 && b < 0x7F) {
        plain(b, quote, out);
      } else {
        hex("\\x", b & 0xFF, 2, out);
      }
    }
    return out.append(quote).toString();
  }

  /// A character of ASCII, or a printable one.
  private static void plain(int character, char quote, StringBuilder out) {
    switch (character) {
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (character < ' ') {
          hex("\\x", character, 2, out);
        } else {
          if (character == quote) {
            out.append('\\');
          }
          out.appendCodePoint(character);
        }
      }
    }
  }

  private static void hex(String prefix, int character, int width, StringBuilder out) {
    out.append(prefix);
    for (int shift = 4 * (width - 1); shift >= 0; shift -= 4) {
      out.append(Character.forDigit(character >> shift & 0xF, 16));
    }
  }

  /// `str.isprintable`: neither "other" nor "separator" in the Unicode database.
  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
