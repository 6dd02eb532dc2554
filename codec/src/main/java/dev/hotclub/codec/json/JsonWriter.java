package dev.hotclub.codec.json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// Writes JSON without blanks as it is told, holding nothing but a buffer.
///
/// Failures to write surface as `UncheckedIOException`, for those who tell are often visitors.
public final class JsonWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /// Room that every single write finds, so that it is asked for once.
  private static final int MARGIN = 32;

  private final OutputStream out;
  private final byte[] buffer = new byte[16 << 10];
  private final Deque<Character> open = new ArrayDeque<>();
  private int size;
  private boolean first = true;

  public JsonWriter(OutputStream out) {
    this.out = out;
  }

  public JsonWriter object() {
    return begin('{', '}');
  }

  public JsonWriter array() {
    return begin('[', ']');
  }

  private JsonWriter begin(char opener, char closer) {
    next();
    put(opener);
    open.push(closer);
    first = true;
    return this;
  }

  /// Ends the innermost object or array.
  public JsonWriter end() {
    room();
    put(open.pop());
    first = false;
    return this;
  }

  public JsonWriter key(String name) {
    text(name);
    room();
    put(':');
    first = true;
    return this;
  }

  public JsonWriter text(String value) {
    next();
    put('"');
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    for (byte octet : utf8) {
      room();
      character(octet);
    }
    room();
    put('"');
    return this;
  }

  private void character(byte octet) {
    switch (octet) {
      case '"' -> escape('"');
      case '\\' -> escape('\\');
      case '\n' -> escape('n');
      case '\r' -> escape('r');
      case '\t' -> escape('t');
      default -> {
        if (octet >= 0 && octet < 0x20) {
          escape('u');
          put('0');
          put('0');
          buffer[size++] = HEX[octet >> 4];
          buffer[size++] = HEX[octet & 15];
        } else {
          buffer[size++] = octet;
        }
      }
    }
  }

  private void escape(char sign) {
    put('\\');
    put(sign);
  }

  public JsonWriter number(long value) {
    next();
    if (value >= 0 && value < 10) {
      put((char) ('0' + value));
    } else {
      plain(Long.toString(value));
    }
    return this;
  }

  /// @param value finite
  public JsonWriter number(double value) {
    next();
    plain(Double.toString(value));
    return this;
  }

  public JsonWriter bool(boolean value) {
    next();
    plain(Boolean.toString(value));
    return this;
  }

  public JsonWriter nothing() {
    next();
    plain("null");
    return this;
  }

  private void next() {
    room();
    if (!first) {
      put(',');
    }
    first = false;
  }

  private void plain(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      put(ascii.charAt(i));
    }
  }

  private void put(char ascii) {
    buffer[size++] = (byte) ascii;
  }

  private void room() {
    if (size > buffer.length - MARGIN) {
      flush();
    }
  }

  /// Ends the line and hands everything to the stream, which stays open.
  public void finish() {
    room();
    put('\n');
    flush();
    try {
      out.flush();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void flush() {
    try {
      out.write(buffer, 0, size);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    size = 0;
  }
}
