package dev.hotclub.remote.cpython;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.hotclub.model.Frame;
import dev.hotclub.remote.memory.UnmappedAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Every code object of a process that has been seen, read once.
final class CodeObjects {
  /// Large applications run some ten thousand distinct functions; beyond this the oldest knowledge
  /// is dropped.
  private static final int MOST_CODES = 200_000;

  /// Qualified names and paths are far shorter; what is longer is damage.
  private static final int MOST_NAME = 1024;

  private static final int MOST_TABLE = 1 << 20;

  /// Line tables that are kept, all together: large applications have some ten megabytes.
  private static final long MOST_TABLE_BYTES = 64 << 20;

  private final Peek peek;
  private final Layout layout;
  private final Strings strings;
  private final UnaryOperator<String> shortNames;
  private final MemorySegment body;
  private final Map<Long, CodeObject> known = new HashMap<>();
  private long codeType;
  private long unreadable;
  private long tableBytes;

  /// @param shortNames the short form of a file's name
  CodeObjects(Peek peek, Layout layout, UnaryOperator<String> shortNames, Arena arena) {
    this.peek = peek;
    this.layout = layout;
    this.strings = new Strings(peek, layout);
    this.shortNames = shortNames;
    this.body = arena.allocate(Math.max(256, layout.code().size()));
  }

  /// The frame of a code object at an instruction; empty if there is no code object there.
  ///
  /// @param code its address
  /// @param instruction the frame's field as it was copied
  Optional<Frame> frame(long code, long instruction) {
    CodeObject object = known.get(code);
    if (object == null) {
      object = readOrNull(code);
      if (object == null) {
        unreadable++;
        return Optional.empty();
      }
      tableBytes += object.tableBytes();
      if (known.size() >= MOST_CODES || tableBytes > MOST_TABLE_BYTES) {
        known.clear();
        tableBytes = object.tableBytes();
      }
      known.put(code, object);
    }
    return Optional.of(object.frame(layout.version(), offset(code, instruction)));
  }

  /// Byte offset in the bytecode of what a frame has as its instruction.
  private int offset(long code, long instruction) {
    if (!layout.version().atLeast(3, 10)) {
      return (int) instruction;
    }
    if (!layout.version().atLeast(3, 11)) {
      return (int) instruction * 2;
    }
    long offset = instruction - (code + layout.code().bytecode());
    return offset >= 0 && offset < MOST_TABLE ? (int) offset : copyOffset(code, instruction);
  }

  /// Free-threaded builds from 3.14 on give each thread its own copy of the bytecode (`co_tlbc`, an
  /// array with its length in front: `Include/internal/pycore_code.h`).
  private int copyOffset(long code, long instruction) {
    if (layout.code().bytecodeCopies() < 0) {
      return 0;
    }
    try {
      long array = peek.word(code + layout.code().bytecodeCopies());
      long count = Math.min(peek.word(array), 4096);
      for (long i = 0; i < count; i++) {
        long copy = peek.word(array + 8 + 8 * i);
        if (copy != 0 && instruction >= copy && instruction - copy < MOST_TABLE) {
          return (int) (instruction - copy);
        }
      }
    } catch (UnmappedAddress gone) {
      return 0;
    }
    return 0;
  }

  private @org.jspecify.annotations.Nullable CodeObject readOrNull(long code) {
    try {
      peek.fill(code, body);
      if (!isCode(word(layout.offsets().at("object.type")))) {
        return null;
      }
      Layout.Code at = layout.code();
      int nameAt = at.qualifiedName() >= 0 ? at.qualifiedName() : at.name();
      String file = strings.read(word(at.fileName()), MOST_NAME);
      String function = strings.read(word(nameAt), MOST_NAME);
      int firstLine = half(at.firstLine());
      long checksum = checksum();
      byte[] table = bytes(word(at.lineTable()));
      return new CodeObject(
          code, function, file, shortNames.apply(file), firstLine, table, checksum);
    } catch (UnmappedAddress unreadableNow) {
      return null;
    }
  }

  private boolean isCode(long type) throws UnmappedAddress {
    if (type == codeType && type != 0) {
      return true;
    }
    long name = peek.word(type + layout.offsets().at("type.name"));
    byte[] text = peek.bytes(name, 5);
    if (text[0] == 'c' && text[1] == 'o' && text[2] == 'd' && text[3] == 'e' && text[4] == 0) {
      codeType = type;
      return true;
    }
    return false;
  }

  private long checksum() {
    Layout.Code at = layout.code();
    return ((word(at.fileName()) * 31 + word(at.name())) * 31 + word(at.lineTable())) * 31
        + half(at.firstLine());
  }

  private byte[] bytes(long object) throws UnmappedAddress {
    long length = peek.word(object + layout.offsets().at("object.size"));
    return peek.bytes(
        object + layout.offsets().at("bytes.data"),
        (int) Math.min(Math.max(0, length), MOST_TABLE));
  }

  private long word(int at) {
    return body.get(JAVA_LONG_UNALIGNED, at);
  }

  private int half(int at) {
    return body.get(JAVA_INT_UNALIGNED, at);
  }

  /// Reads again what tells code objects apart and forgets those that have been replaced: an
  /// address may be freed and taken by another function.
  ///
  /// @param used addresses of those that matter
  /// @return whether any was forgotten
  boolean revalidate(Set<Long> used) {
    boolean changed = false;
    for (long code : used) {
      CodeObject object = known.get(code);
      if (object != null && !same(object)) {
        known.remove(code);
        changed = true;
      }
    }
    return changed;
  }

  private boolean same(CodeObject object) {
    try {
      peek.fill(object.address(), body);
      return checksum() == object.checksum();
    } catch (UnmappedAddress gone) {
      return false;
    }
  }

  /// How often a frame's code object could not be read.
  long unreadable() {
    return unreadable;
  }
}
