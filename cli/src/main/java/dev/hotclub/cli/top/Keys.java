package dev.hotclub.cli.top;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jline.utils.NonBlockingReader;

/// Presses, out of the characters that a terminal sends for them.
final class Keys {
  /// How long the rest of an escape sequence may take. Over a slow line its bytes come in one
  /// packet, so what comes later is another press; a person cannot press two keys within it.
  private static final long SEQUENCE_MILLIS = 50;

  /// xterm's longest that anybody sends: modifiers and function keys.
  private static final int LONGEST_SEQUENCE = 16;

  private static final int ESCAPE = 0x1b;

  private final NonBlockingReader reader;

  Keys(NonBlockingReader reader) {
    this.reader = reader;
  }

  /// The next press; empty if none comes in time.
  Optional<Key> next(Duration wait) throws IOException {
    int c = reader.read(Math.max(1, wait.toMillis()));
    return switch (c) {
      case NonBlockingReader.READ_EXPIRED -> Optional.empty();
      case NonBlockingReader.EOF, 3, 4 -> Optional.of(Key.Named.END_OF_INPUT);
      case '\r', '\n' -> Optional.of(Key.Named.ENTER);
      case 0x7f, '\b' -> Optional.of(Key.Named.ERASE);
      case ESCAPE -> Optional.of(sequence());
      default -> Optional.of(new Key.Typed(codePoint(c)));
    };
  }

  private int codePoint(int c) throws IOException {
    if (Character.isHighSurrogate((char) c)) {
      int low = reader.read(SEQUENCE_MILLIS);
      if (low >= 0 && Character.isLowSurrogate((char) low)) {
        return Character.toCodePoint((char) c, (char) low);
      }
    }
    return c;
  }

  private Key sequence() throws IOException {
    int kind = reader.read(SEQUENCE_MILLIS);
    if (kind != '[' && kind != 'O') {
      return kind < 0 ? Key.Named.ESCAPE : Key.Named.OTHER;
    }
    StringBuilder sequence = new StringBuilder();
    while (sequence.length() < LONGEST_SEQUENCE) {
      int c = reader.read(SEQUENCE_MILLIS);
      if (c < 0) {
        break;
      }
      sequence.append((char) c);
      // ECMA-48 5.4: the byte that ends a control sequence
      if (c >= 0x40 && c <= 0x7e) {
        break;
      }
    }
    return switch (sequence.toString()) {
      case "A" -> Key.Named.UP;
      case "B" -> Key.Named.DOWN;
      case "5~" -> Key.Named.PAGE_UP;
      case "6~" -> Key.Named.PAGE_DOWN;
      case "H", "1~", "7~" -> Key.Named.HOME;
      case "F", "4~", "8~" -> Key.Named.END;
      default -> Key.Named.OTHER;
    };
  }
}
