package dev.hotclub.remote.cpython;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.hotclub.model.Frame;
import dev.hotclub.model.Stack;
import dev.hotclub.remote.memory.Snapshot;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns copied frames into stacks. A stack that was seen before costs a walk over the copy and one
/// look-up, and is the same object; names are read once for each function.
///
/// What the line of a frame means: a caller stands at its call. The innermost frame's line is where
/// the interpreter last saved its place: at every instruction until 3.13, at calls and some other
/// points from 3.14 on.
///
/// Not for use by two threads at once.
public final class StackParser {
  /// Frames that are followed: `sys.setrecursionlimit` is 1,000 by default, and programs that raise
  /// it rarely pass this.
  private static final int DEEPEST = 1 << 16;

  /// Distinct frames kept over all stacks, so that memory stays flat: 24 bytes each, 12 MB.
  private static final int MOST_KEPT_FRAMES = 1 << 19;

  private static final int TABLE = 1 << 15;

  private static final class Known {
    final long[] codes;
    final long[] instructions;
    final StackRead.Complete read;

    /// The check of functions before which it was seen last.
    int round;

    Known(long[] codes, long[] instructions, StackRead.Complete read, int round) {
      this.codes = codes;
      this.instructions = instructions;
      this.read = read;
      this.round = round;
    }
  }

  private final CodeObjects codes;
  private final int previousAt;
  private final int codeAt;
  private final int instructionAt;
  private final int ownerAt;
  private final int cStackOwner;
  private final int size;
  private final long codeMask;
  private final boolean indexInstructions;
  private long[] code = new long[256];
  private long[] instruction = new long[256];
  private @Nullable Known[] table = new Known[TABLE];

  /// Different places in one line make equal stacks: one object for all of them.
  private final Map<Stack, Stack> stacks = new HashMap<>();

  private int round;
  private int keptFrames;
  private int keptStacks;

  StackParser(Layout layout, CodeObjects codes) {
    this.codes = codes;
    this.previousAt = layout.frame().previous();
    this.codeAt = layout.frame().code();
    this.instructionAt = layout.frame().instruction();
    this.ownerAt = layout.frame().owner();
    this.cStackOwner = layout.frame().cStackOwner();
    this.size = layout.frame().size();
    // from 3.14 on the pointer to the code carries reference-counting marks in its low bits
    // (`pycore_stackref.h`)
    this.codeMask = layout.version().atLeast(3, 14) ? -8L : -1L;
    this.indexInstructions = !layout.version().atLeast(3, 11);
  }

  /// Reads a copy. A copy that was made of one instant is always complete, or cut.
  public StackRead parse(Snapshot snapshot) {
    MemorySegment bytes = snapshot.bytes();
    long frame = snapshot.frame();
    int depth = 0;
    long hash = 0;
    int steps = 0;
    // consecutive frames lie in one piece nearly always
    long from = 0;
    long room = -1;
    long position = 0;
    while (frame != 0) {
      long inside = frame - from;
      if (inside < 0 || inside > room) {
        int piece = snapshot.piece(frame, size);
        if (piece < 0) {
          break;
        }
        from = snapshot.address(piece);
        room = snapshot.length(piece) - size;
        position = snapshot.position(piece);
        inside = frame - from;
      }
      if (++steps > DEEPEST) {
        break;
      }
      long at = position + inside;
      long executable = bytes.get(JAVA_LONG_UNALIGNED, at + codeAt) & codeMask;
      long place =
          indexInstructions
              ? bytes.get(JAVA_INT_UNALIGNED, at + instructionAt)
              : bytes.get(JAVA_LONG_UNALIGNED, at + instructionAt);
      if (ownerAt < 0 || bytes.get(JAVA_BYTE, at + ownerAt) < cStackOwner) {
        if (depth == code.length) {
          grow();
        }
        code[depth] = executable;
        instruction[depth] = place;
        hash = (hash ^ executable ^ place * 0x9E3779B97F4A7C15L) * 0xD6E8FEB86659FD93L;
        hash ^= hash >>> 32;
        depth++;
      }
      frame = bytes.get(JAVA_LONG_UNALIGNED, at + previousAt);
    }
    boolean followed = frame == 0;
    if (!followed && !snapshot.cut()) {
      return new StackRead.Torn(decode(depth), "a caller's frame is not where it was said to be");
    }
    return find(depth, hash, snapshot.cut() || !followed);
  }

  private void grow() {
    code = Arrays.copyOf(code, code.length * 2);
    instruction = Arrays.copyOf(instruction, instruction.length * 2);
  }

  private StackRead find(int depth, long hash, boolean cut) {
    int slot = (int) (hash >>> 7) & (TABLE - 1);
    for (int tries = 0; tries < 16; tries++, slot = (slot + 1) & (TABLE - 1)) {
      Known known = table[slot];
      if (known == null) {
        return learn(slot, depth, cut);
      }
      if (known.codes.length == depth
          && known.read.cut() == cut
          && Arrays.equals(known.codes, 0, depth, code, 0, depth)
          && Arrays.equals(known.instructions, 0, depth, instruction, 0, depth)) {
        known.round = round;
        return known.read;
      }
    }
    forget();
    return learn((int) (hash >>> 7) & (TABLE - 1), depth, cut);
  }

  private StackRead learn(int slot, int depth, boolean cut) {
    if (keptFrames + depth > MOST_KEPT_FRAMES || keptStacks > TABLE / 2) {
      forget();
    }
    List<Frame> frames = new ArrayList<>(depth);
    boolean sound = true;
    for (int i = 0; i < depth; i++) {
      Optional<Frame> frame = codes.frame(code[i], instruction[i]);
      sound &= frame.isPresent();
      frames.add(frame.orElseGet(() -> Frame.synthetic("<unknown code>")));
    }
    if (!sound) {
      return new StackRead.Torn(new Stack(frames), "a frame's function cannot be read");
    }
    Stack stack = stacks.computeIfAbsent(new Stack(frames), same -> same);
    StackRead.Complete read = new StackRead.Complete(stack, cut);
    table[slot] =
        new Known(Arrays.copyOf(code, depth), Arrays.copyOf(instruction, depth), read, round);
    keptFrames += depth;
    keptStacks++;
    return read;
  }

  private Stack decode(int depth) {
    List<Frame> frames = new ArrayList<>(depth);
    for (int i = 0; i < depth; i++) {
      codes.frame(code[i], instruction[i]).ifPresent(frames::add);
    }
    return new Stack(frames);
  }

  private void forget() {
    table = new Known[TABLE];
    stacks.clear();
    keptFrames = 0;
    keptStacks = 0;
  }

  /// Checks that the functions seen since the last time are still the same; to be called about once
  /// a second. Between two calls a function whose memory was freed and taken by another shows the
  /// old name.
  public void revalidate() {
    Set<Long> used = new HashSet<>();
    for (Known known : table) {
      if (known != null && known.round == round) {
        for (long address : known.codes) {
          used.add(address);
        }
      }
    }
    round++;
    if (codes.revalidate(used)) {
      forget();
    }
  }

  /// How often a frame's function could not be read.
  public long unreadable() {
    return codes.unreadable();
  }
}
