package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import dev.hotclub.remote.process.Mapping;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Finds the interpreter in the data of a file that names nothing: neither sections nor symbols.
///
/// From 3.13 on `_PyRuntime` begins with the eight bytes `xdebugpy`. Before, a word is taken for
/// the head of the list of interpreters if it points to something whose first thread points back at
/// it.
final class RuntimeScan {
  /// A part of the file's data in the process's memory.
  record Part(long start, long end) {}

  /// The data of CPython takes under 2 MB; of a program that has it inside, seldom more than this.
  private static final long MOST_BYTES = 64L << 20;

  /// The list's head, the main interpreter and a few copies of them are all that can match.
  private static final int MOST_FOUND = 16;

  private final Peek peek;

  /// Ends of writable memory by their starts.
  private final NavigableMap<Long, Long> writable = new TreeMap<>();

  RuntimeScan(Peek peek, List<Mapping> mappings) {
    this.peek = peek;
    for (Mapping mapping : mappings) {
      if (mapping.writable()) {
        writable.merge(mapping.start(), mapping.end(), Math::max);
      }
    }
  }

  /// Where a word stands; empty where it does not.
  Optional<Long> word(List<Part> parts, long wanted) {
    List<Long> found = new ArrayList<>();
    walk(
        parts,
        (address, word) -> {
          if (word == wanted) {
            found.add(address);
          }
          return found.isEmpty();
        });
    return found.stream().findFirst();
  }

  /// Addresses of words that may be the head of the list of interpreters.
  List<Long> heads(List<Part> parts, Layout layout) {
    List<Long> found = new ArrayList<>();
    walk(
        parts,
        (address, word) -> {
          if (isInterpreter(word, layout) && beforeMain(address, layout)) {
            found.add(address);
          }
          return found.size() < MOST_FOUND;
        });
    return found;
  }

  private boolean beforeMain(long headAddress, Layout layout) {
    Layout.InterpreterState at = layout.interpreter();
    if (at.id() < 0) {
      return true;
    }
    try {
      long main = peek.word(headAddress + 8);
      return isInterpreter(main, layout)
          && peek.word(main + at.id()) == 0
          && peek.word(main + at.next()) == 0;
    } catch (UnmappedAddress end) {
      return false;
    }
  }

  private boolean isInterpreter(long address, Layout layout) {
    int threads = layout.interpreter().threadsHead();
    if (!points(address) || !points(address + threads)) {
      return false;
    }
    try {
      long thread = peek.word(address + threads);
      return points(thread) && peek.word(thread + layout.thread().interpreter()) == address;
    } catch (UnmappedAddress changed) {
      return false;
    }
  }

  private boolean points(long word) {
    if ((word & 7) != 0) {
      return false;
    }
    Map.Entry<Long, Long> mapping = writable.floorEntry(word);
    return mapping != null && word < mapping.getValue();
  }

  /// Told of each aligned word; answers whether to go on.
  private interface Visitor {
    boolean visit(long address, long word);
  }

  private void walk(List<Part> parts, Visitor visitor) {
    long budget = MOST_BYTES;
    for (Part part : parts) {
      for (long at = part.start() & -8; at < part.end() && budget > 0; ) {
        int length = (int) Math.min(Math.min(part.end() - at, Peek.MOST_BYTES), budget);
        if (!piece(at, length, visitor)) {
          return;
        }
        at += length;
        budget -= length;
      }
    }
  }

  private boolean piece(long start, int length, Visitor visitor) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(peek.bytes(start, length)).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at + 8 <= length; at += 8) {
        if (!visitor.visit(start + at, bytes.getLong(at))) {
          return false;
        }
      }
    } catch (UnmappedAddress unreadable) {
      return true; // a guard page: what is wanted lies in another part
    }
    return true;
  }
}
