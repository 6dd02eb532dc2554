package dev.hotclub.remote.cpython;

import dev.hotclub.model.Frame;
import java.util.HashMap;
import java.util.Map;

/// A code object as it was read once, with the frames that were made of it.
final class CodeObject {
  /// A function has about one place for every call in it.
  private static final int MOST_FRAMES = 1 << 16;

  private final long address;
  private final String function;
  private final String file;
  private final String shortFile;
  private final int firstLine;
  private final byte[] lineTable;
  private final long checksum;
  private final Map<Integer, Frame> frames = new HashMap<>();
  private final Map<Frame, Frame> distinct = new HashMap<>();

  /// @param checksum of the fields that differ between any two code objects that share an address
  ///   one after the other
  CodeObject(
      long address,
      String function,
      String file,
      String shortFile,
      int firstLine,
      byte[] lineTable,
      long checksum) {
    this.address = address;
    this.function = function;
    this.file = file;
    this.shortFile = shortFile;
    this.firstLine = firstLine;
    this.lineTable = lineTable;
    this.checksum = checksum;
  }

  long address() {
    return address;
  }

  int tableBytes() {
    return lineTable.length;
  }

  long checksum() {
    return checksum;
  }

  /// @param instruction byte offset in the bytecode
  Frame frame(PythonVersion version, int instruction) {
    if (frames.size() == MOST_FRAMES) {
      frames.clear();
    }
    return frames.computeIfAbsent(
        instruction,
        offset -> distinct.computeIfAbsent(at(version, Math.max(0, offset)), same -> same));
  }

  private Frame at(PythonVersion version, int offset) {
    LineTable.Position at = LineTable.find(version, lineTable, firstLine, offset);
    return new Frame(
        function, file, shortFile, firstLine, at.line(), at.endLine(), at.column(), at.endColumn());
  }
}
