package dev.hotclub.remote.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hotclub.remote.memory.Snapshot;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/// Proves a copy of `moving.py`'s stack to be of one instant, instruction by instruction and
/// without any of our own decoding: every function there has a single call, so each of its frames
/// that is not the innermost must stand at one and the same place; and the two functions must take
/// turns from the outside in.
final class Oracle {
  /// Where a frame keeps its parts, by version (CPython's `Include/cpython/frameobject.h`,
  /// `Include/internal/pycore_frame.h`).
  private enum Offsets {
    BEFORE_3_10(32, 24, 104, -1),
    AT_3_10(32, 24, 96, -1),
    AT_3_11(32, 48, 56, -1),
    AT_3_12(0, 8, 56, 70),
    SINCE_3_14(0, 8, 56, 74);

    final int code;
    final int previous;
    final int instruction;
    final int owner;

    Offsets(int code, int previous, int instruction, int owner) {
      this.code = code;
      this.previous = previous;
      this.instruction = instruction;
      this.owner = owner;
    }
  }

  /// `FRAME_OWNED_BY_CSTACK`; since 3.14 `FRAME_OWNED_BY_INTERPRETER`.
  private static final int ENTRY_FRAME = 3;

  private final Offsets at;
  private final Map<Long, Long> callOf = new HashMap<>();
  private long[] codes = new long[4096];

  Oracle(int minorVersion) {
    this.at =
        switch (minorVersion) {
          case 11 -> Offsets.AT_3_11;
          case 10 -> Offsets.AT_3_10;
          case 12, 13 -> Offsets.AT_3_12;
          default -> minorVersion < 10 ? Offsets.BEFORE_3_10 : Offsets.SINCE_3_14;
        };
  }

  /// The depth of a sound copy.
  int depth(Snapshot copy) {
    MemorySegment bytes = copy.bytes();
    int depth = 0;
    for (long frame = copy.frame(); frame != 0; ) {
      long place = copy.find(frame, 72);
      if (place < 0) {
        throw new AssertionError("frame " + depth + " was not copied");
      }
      if (at.owner < 0 || bytes.get(JAVA_BYTE, place + at.owner) < ENTRY_FRAME) {
        // since 3.14 the lowest bits say who counts the reference
        codes[depth] = bytes.get(JAVA_LONG, place + at.code) & -8;
        if (depth > 0) {
          standsAtItsCall(codes[depth], instruction(bytes, place), depth);
        }
        depth++;
      }
      frame = bytes.get(JAVA_LONG, place + at.previous);
    }
    takesTurns(depth);
    return depth;
  }

  private long instruction(MemorySegment bytes, long place) {
    return at.previous == 24
        ? bytes.get(JAVA_INT, place + at.instruction)
        : bytes.get(JAVA_LONG, place + at.instruction);
  }

  private void standsAtItsCall(long code, long instruction, int depth) {
    Long known = callOf.putIfAbsent(code, instruction);
    if (known != null && known != instruction) {
      throw new AssertionError(
          "frame %d stands at %x, its call is at %x".formatted(depth, instruction, known));
    }
  }

  /// Outermost are the module and `run`, then `even`, `odd`, `even` …
  private void takesTurns(int depth) {
    for (int i = 0; i + 4 < depth; i++) {
      if (codes[i] != codes[i + 2] || codes[i] == codes[i + 1]) {
        throw new AssertionError(
            "frame " + i + " of " + depth + " is called by the wrong function");
      }
    }
  }
}
