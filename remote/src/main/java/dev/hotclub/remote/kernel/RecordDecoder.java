package dev.hotclub.remote.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hotclub.remote.memory.Snapshot;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Turns the ring's records into events. The stack is not copied: the snapshot points into the
/// ring.
final class RecordDecoder implements Ring.Taker {
  private final Snapshot snapshot = new Snapshot();
  private @Nullable KernelEvents sink;

  void tellTo(KernelEvents events) {
    this.sink = events;
  }

  @Override
  public void take(MemorySegment data, long at, int length) {
    KernelEvents events = Objects.requireNonNull(sink);
    if (length < RingRecord.SMALL_BYTES) {
      return;
    }
    int tid = data.get(JAVA_INT, at + RingRecord.TID);
    long nanos = data.get(JAVA_LONG, at + RingRecord.NANOS);
    int tgid = data.get(JAVA_INT, at + RingRecord.TGID);
    switch (data.get(JAVA_INT, at + RingRecord.KIND)) {
      case RingRecord.KIND_TIMER -> {
        fill(data, at, length);
        events.timer(tid, nanos, word(data, at, RingRecord.GIL_HOLDER), snapshot);
      }
      case RingRecord.KIND_LEAVE -> {
        fill(data, at, length);
        leave(events, tid, nanos, data, at);
      }
      case RingRecord.KIND_ENTER -> events.enter(tid, nanos);
      case RingRecord.KIND_UNKNOWN_THREAD -> events.unknownThread(tgid, tid);
      case RingRecord.KIND_EXITED -> events.exited(tgid, tid);
      case RingRecord.KIND_FORKED -> events.forked(tgid, tid);
      case RingRecord.KIND_REPLACED -> events.replaced(tgid);
      default -> throw new IllegalStateException("a record of unknown kind in the kernel's ring");
    }
  }

  private void leave(KernelEvents events, int tid, long nanos, MemorySegment data, long at) {
    events.leave(
        tid,
        nanos,
        word(data, at, RingRecord.STATE),
        word(data, at, RingRecord.CALL),
        word(data, at, RingRecord.ARGUMENTS),
        word(data, at, RingRecord.ARGUMENTS + 8),
        word(data, at, RingRecord.ARGUMENTS + 16),
        word(data, at, RingRecord.GIL_HOLDER),
        snapshot);
  }

  private void fill(MemorySegment data, long at, int length) {
    snapshot.begin(data, word(data, at, RingRecord.FRAME));
    if (word(data, at, RingRecord.FLAGS) != 0) {
      snapshot.markCut();
    }
    long end = at + Math.min(length, word(data, at, RingRecord.END));
    long piece = at + RingRecord.FIRST_PIECE;
    for (long left = word(data, at, RingRecord.PIECES); left > 0; left--) {
      long bytes = piece + RingRecord.PIECE_HEAD > end ? -1 : data.get(JAVA_LONG, piece + 8);
      if (bytes < 0 || bytes > end - piece - RingRecord.PIECE_HEAD) {
        snapshot.markCut();
        return;
      }
      snapshot.add(data.get(JAVA_LONG, piece), piece + RingRecord.PIECE_HEAD, bytes);
      piece += RingRecord.PIECE_HEAD + bytes;
    }
  }

  private static long word(MemorySegment data, long at, int field) {
    return data.get(JAVA_LONG, at + field);
  }
}
