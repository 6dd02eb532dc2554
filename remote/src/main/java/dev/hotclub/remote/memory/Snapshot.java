package dev.hotclub.remote.memory;

import java.lang.foreign.MemorySegment;

/// What was copied of one thread at one instant: its frame pointer and the ranges of memory that
/// hold its frames. Filled by a reader (the kernel's ring, a stop, a look) and decoded by the
/// interpreter's layout, neither of which knows the other. One object is filled again and again.
public final class Snapshot {
  /// Before CPython 3.11 each frame is a range of its own; deeper stacks are cut and say so.
  public static final int MOST_PIECES = 4096;

  private final long[] addresses = new long[MOST_PIECES];
  private final long[] positions = new long[MOST_PIECES];
  private final long[] lengths = new long[MOST_PIECES];
  private MemorySegment bytes = MemorySegment.NULL;
  private int pieces;
  private int lastHit;
  private long frame;
  private boolean cut;

  /// Begins a new copy.
  ///
  /// @param bytes where the copied ranges lie, one after another in any order
  /// @param frame the thread's innermost frame (`PyFrameObject *` or `_PyInterpreterFrame *`), 0
  ///   for none
  public void begin(MemorySegment bytes, long frame) {
    this.bytes = bytes;
    this.frame = frame;
    this.pieces = 0;
    this.lastHit = 0;
    this.cut = false;
  }

  /// Adds a range. Ranges beyond `MOST_PIECES` are left out and mark the copy as cut.
  ///
  /// @param address where it lay in the process
  /// @param position where it lies in `bytes`
  public void add(long address, long position, long length) {
    if (pieces == MOST_PIECES
        || length < 0
        || position < 0
        || position > bytes.byteSize() - length) {
      cut = true;
      return;
    }
    addresses[pieces] = address;
    positions[pieces] = position;
    lengths[pieces] = length;
    pieces++;
  }

  /// Marks that outer frames did not fit.
  public void markCut() {
    cut = true;
  }

  public boolean cut() {
    return cut;
  }

  public long frame() {
    return frame;
  }

  public MemorySegment bytes() {
    return bytes;
  }

  /// Where `length` bytes from `address` lie in `bytes`; -1 if they were not copied.
  public long find(long address, long length) {
    int piece = piece(address, length);
    return piece < 0 ? -1 : positions[piece] + address - addresses[piece];
  }

  /// The range in which `length` bytes from `address` lie; -1 if they were not copied.
  public int piece(long address, long length) {
    for (int tried = 0, i = lastHit; tried < pieces; tried++, i = i + 1 == pieces ? 0 : i + 1) {
      long at = address - addresses[i];
      if (at >= 0 && at <= lengths[i] - length) {
        lastHit = i;
        return i;
      }
    }
    return -1;
  }

  /// Where a range lay in the process.
  public long address(int piece) {
    return addresses[piece];
  }

  /// Where a range lies in `bytes`.
  public long position(int piece) {
    return positions[piece];
  }

  public long length(int piece) {
    return lengths[piece];
  }
}
