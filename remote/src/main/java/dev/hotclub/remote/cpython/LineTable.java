package dev.hotclub.remote.cpython;

/// Which line, and from 3.11 on which columns, an instruction belongs to.
///
/// Three formats: `co_lnotab` until 3.9 (pairs of byte and signed line deltas,
/// `Objects/lnotab_notes.txt`), `co_linetable` in 3.10 (pairs of range length and signed line
/// delta, PEP 626), the location table from 3.11 on (`Objects/locations.md` →
/// `InternalDocs/code_objects.md`).
final class LineTable {
  /// A place in the source; 0 and -1 where unknown, as in `Frame`.
  record Position(int line, int endLine, int column, int endColumn) {
    static final Position UNKNOWN = new Position(0, 0, -1, -1);

    static Position ofLine(int line) {
      return new Position(line, 0, -1, -1);
    }
  }

  private final byte[] table;
  private final int firstLine;
  private int at;

  private LineTable(byte[] table, int firstLine) {
    this.table = table;
    this.firstLine = firstLine;
  }

  /// @param instruction byte offset in the bytecode
  static Position find(PythonVersion version, byte[] table, int firstLine, int instruction) {
    LineTable lines = new LineTable(table, firstLine);
    if (version.atLeast(3, 11)) {
      return lines.location(instruction);
    }
    return Position.ofLine(
        version.atLeast(3, 10) ? lines.lineByRange(instruction) : lines.lineByDelta(instruction));
  }

  private int lineByDelta(int instruction) {
    int line = firstLine;
    int address = 0;
    for (int i = 0; i + 1 < table.length; i += 2) {
      address += table[i] & 0xFF;
      if (address > instruction) {
        break;
      }
      line += table[i + 1];
    }
    return line;
  }

  private int lineByRange(int instruction) {
    int line = firstLine;
    int end = 0;
    for (int i = 0; i + 1 < table.length; i += 2) {
      end += table[i] & 0xFF;
      int delta = table[i + 1];
      boolean noLine = delta == -128;
      line += noLine ? 0 : delta;
      if (instruction < end) {
        return noLine ? 0 : line;
      }
    }
    return line;
  }

  private Position location(int instruction) {
    int line = firstLine;
    int address = 0;
    while (at < table.length) {
      int first = table[at++] & 0xFF;
      int code = first >> 3 & 15;
      int length = ((first & 7) + 1) * 2;
      Position position;
      switch (code) {
        case 15 -> position = Position.UNKNOWN;
        case 14 -> {
          line += signed();
          int endLine = line + variable();
          int column = variable() - 1;
          position = new Position(line, endLine, column, variable() - 1);
        }
        case 13 -> {
          line += signed();
          position = new Position(line, line, -1, -1);
        }
        case 10, 11, 12 -> {
          line += code - 10;
          int column = next();
          position = new Position(line, line, column, next());
        }
        default -> {
          int second = next();
          int column = code << 3 | second >> 4;
          position = new Position(line, line, column, column + (second & 15));
        }
      }
      address += length;
      if (instruction < address) {
        return position;
      }
    }
    return Position.UNKNOWN;
  }

  private int next() {
    return at < table.length ? table[at++] & 0xFF : 0;
  }

  /// Six bits a byte, least significant first, bit 6 says that more follow.
  private int variable() {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 6) {
      int part = next();
      value |= (part & 63) << shift;
      if ((part & 64) == 0) {
        break;
      }
    }
    return value;
  }

  private int signed() {
    int value = variable();
    return (value & 1) == 1 ? -(value >>> 1) : value >>> 1;
  }
}
