package dev.hotclub.remote.cpython;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.hotclub.remote.memory.ProcessMemory;
import dev.hotclub.remote.memory.Snapshot;
import dev.hotclub.remote.memory.SnapshotLayout;
import dev.hotclub.remote.memory.UnmappedAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/// Copies the frames of a thread while it runs, or stands still for other reasons.
///
/// One call brings the thread's frame pointer, the part of its newest data-stack chunk that was in
/// use the last time, the frames that lay outside of it the last time, and the frame pointer again.
/// What is missing after that is read one by one. Not for use by two threads at once; the returned
/// snapshot is filled anew by the next read.
public final class StackLook {
  /// Room for a stack about 4,000 frames deep; more is cut.
  private static final int BUFFER_BYTES = 2 << 20;

  /// Reading pages that a thread has never used would make the kernel allocate them for it.
  private static final int PAGE = 4096;

  private static final int MOST_TRIES = 3;
  private static final int MOST_OTHERS = Snapshot.MOST_PIECES - 64;

  /// More ranges in one call cost more than a second call that reads only what is needed.
  private static final int MOST_PREDICTED = ProcessMemory.MOST_PIECES - 4;

  /// Where in the buffer lie: the thread state's words, the `_PyCFrame`'s word, the thread state's
  /// words again, the ranges.
  private static final int HEAD_AT = 0;

  private static final int CFRAME_AT = 512;
  private static final int AGAIN_AT = 576;
  private static final int RANGES_AT = 1152;

  /// What was learnt about one thread by the last read.
  private static final class Memory {
    long chunk;
    long used;
    long cframe;
    int others;
    long[] other = new long[16];

    void remember(long address) {
      if (others == other.length) {
        other = java.util.Arrays.copyOf(other, others * 2);
      }
      other[others++] = address;
    }
  }

  private final ProcessMemory memory;
  private final SnapshotLayout layout;
  private final MemorySegment buffer;
  private final Snapshot snapshot = new Snapshot();
  private final Map<Long, Memory> memories = new HashMap<>();
  private final int low;
  private final int span;
  private boolean moved;
  private long end;

  StackLook(ProcessMemory memory, SnapshotLayout layout, Arena arena) {
    this.memory = memory;
    this.layout = layout;
    this.buffer = arena.allocate(BUFFER_BYTES, 64);
    boolean chunks = layout.datastackChunk() >= 0;
    this.low =
        chunks ? Math.min(layout.tstateFrame(), layout.datastackChunk()) : layout.tstateFrame();
    int high =
        chunks
            ? Math.max(layout.tstateFrame() + 8, layout.datastackChunk() + 16)
            : layout.tstateFrame() + 8;
    this.span = high - low;
    if (span > CFRAME_AT) {
      throw new IllegalArgumentException("thread state words " + span + " bytes apart");
    }
  }

  /// Whether the innermost frame changed during the last read: then its outer frames are certain,
  /// the inner ones may belong to different instants. False is no proof that nothing moved.
  public boolean moved() {
    return moved;
  }

  /// Forgets what was learnt of a thread that has ended.
  public void forget(long tstate) {
    memories.remove(tstate);
  }

  /// @throws UnmappedAddress if the thread state cannot be read: the thread has ended
  public Snapshot read(PythonThread thread) throws UnmappedAddress {
    Memory known = memories.computeIfAbsent(thread.tstate(), _ -> new Memory());
    chunks = 0;
    snapshot.begin(buffer, 0);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      if (first(thread.tstate(), known)) {
        complete(known);
        return snapshot;
      }
    }
    // the chunk changed at every try: follow the frames from where the thread was seen last
    followFromHead(known);
    return snapshot;
  }

  /// The one call that usually suffices.
  ///
  /// @return false if the chunk was not where it was last time, which has then been learnt
  private boolean first(long tstate, Memory known) throws UnmappedAddress {
    long at = RANGES_AT;
    int pieces = 0;
    memory.piece(pieces++, tstate + low, buffer.asSlice(HEAD_AT, span));
    boolean indirect = layout.cframeFrame() >= 0 && known.cframe != 0;
    if (indirect) {
      memory.piece(pieces++, known.cframe + layout.cframeFrame(), buffer.asSlice(CFRAME_AT, 8));
    }
    long chunkAt = at;
    long wanted = known.chunk == 0 ? 0 : guess(known);
    if (wanted > 0) {
      memory.piece(pieces++, known.chunk, buffer.asSlice(at, wanted));
      at += wanted;
    }
    long othersAt = at;
    int predicted = Math.min(known.others, MOST_PREDICTED);
    for (int i = 0; i < predicted; i++) {
      memory.piece(pieces++, known.other[i], buffer.asSlice(at, layout.frameSize()));
      at += layout.frameSize();
    }
    memory.piece(pieces++, tstate + low, buffer.asSlice(AGAIN_AT, span));
    long expected = 2L * span + (indirect ? 8 : 0) + (at - chunkAt);
    long got = memory.readPieces(pieces);
    if (got < span) {
      throw new UnmappedAddress(tstate, got < 0 ? -got : 0);
    }
    if (got != expected) {
      forgetPredictions(known);
      return false;
    }
    return accept(known, wanted, othersAt, predicted, at);
  }

  private void forgetPredictions(Memory known) {
    known.others = 0;
    known.used = 0;
    learn(known);
  }

  private boolean accept(Memory known, long wanted, long othersAt, int predicted, long at) {
    if (layout.cframeFrame() >= 0) {
      long cframe = word(layout.tstateFrame() - low);
      if (cframe != known.cframe) {
        known.cframe = cframe;
        learn(known);
        return false;
      }
    }
    if (layout.datastackChunk() >= 0) {
      long chunk = word(layout.datastackChunk() - low);
      long top = word(layout.datastackChunk() - low + 8);
      if (chunk != known.chunk || top - chunk > wanted) {
        learn(known);
        return false;
      }
    }
    long frame = layout.cframeFrame() >= 0 ? word(CFRAME_AT) : word(layout.tstateFrame() - low);
    moved =
        word(AGAIN_AT + layout.tstateFrame() - low) != word(layout.tstateFrame() - low)
            || (layout.datastackChunk() >= 0
                && word(AGAIN_AT + layout.datastackChunk() - low + 8)
                    != word(layout.datastackChunk() - low + 8));
    snapshot.begin(buffer, frame);
    if (wanted > 0) {
      known.used = word(layout.datastackChunk() - low + 8) - known.chunk;
      snapshot.add(known.chunk, RANGES_AT, known.used);
    }
    for (int i = 0; i < predicted; i++) {
      snapshot.add(known.other[i], othersAt + (long) i * layout.frameSize(), layout.frameSize());
    }
    end = at;
    return true;
  }

  private void followFromHead(Memory known) throws UnmappedAddress {
    moved = true;
    long frame = word(HEAD_AT + layout.tstateFrame() - low);
    end = RANGES_AT;
    if (layout.cframeFrame() >= 0) {
      if (!read(frame + layout.cframeFrame(), CFRAME_AT, 8)) {
        throw new UnmappedAddress(frame, 0);
      }
      frame = word(CFRAME_AT);
    }
    snapshot.begin(buffer, frame);
    if (known.chunk != 0) {
      fetch(known.chunk, known.used);
    }
    complete(known);
  }

  /// Where the chunk is and how much of it is in use, from the head just read.
  private void learn(Memory known) {
    if (layout.datastackChunk() < 0) {
      return;
    }
    long chunk = word(layout.datastackChunk() - low);
    long used = word(layout.datastackChunk() - low + 8) - chunk;
    boolean plausible = chunk > 0 && used > 0 && used <= BUFFER_BYTES / 2;
    known.chunk = plausible ? chunk : 0;
    known.used = plausible ? used : 0;
  }

  /// To the end of the page that was in use, so that a few calls more need no second read.
  private static long guess(Memory known) {
    long pageEnd = (known.chunk + known.used + PAGE - 1) & -PAGE;
    return pageEnd - known.chunk;
  }

  /// Follows the frames and reads those that are missing.
  private void complete(Memory known) {
    known.others = 0;
    long frame = snapshot.frame();
    long chunk = known.chunk;
    for (int frames = 0; frame != 0 && frames < MOST_OTHERS; frames++) {
      long at = snapshot.find(frame, layout.frameSize());
      boolean outside = frame < known.chunk || frame >= known.chunk + known.used;
      if (at < 0) {
        long older = olderChunk(chunk);
        if (older != 0 && chunkHas(older, frame)) {
          chunk = older;
          continue;
        }
        if (end + layout.frameSize() > buffer.byteSize()) {
          snapshot.markCut();
          return;
        }
        if (!fetch(frame, layout.frameSize())) {
          snapshot.markCut();
          return;
        }
        at = end - layout.frameSize();
      }
      if (outside && !inChunks(frame)) {
        known.remember(frame);
      }
      frame = buffer.get(JAVA_LONG_UNALIGNED, at + layout.framePrevious());
    }
    if (frame != 0) {
      snapshot.markCut();
    }
  }

  private final long[] chunkStart = new long[64];
  private final long[] chunkLength = new long[64];
  private int chunks;

  private boolean inChunks(long frame) {
    for (int i = 0; i < chunks; i++) {
      if (frame >= chunkStart[i] && frame < chunkStart[i] + chunkLength[i]) {
        return true;
      }
    }
    return false;
  }

  private long olderChunk(long chunk) {
    if (chunk == 0) {
      return 0;
    }
    long at = snapshot.find(chunk, SnapshotLayout.CHUNK_DATA);
    return at < 0 ? 0 : buffer.get(JAVA_LONG_UNALIGNED, at + SnapshotLayout.CHUNK_PREVIOUS);
  }

  /// Copies an older chunk whole if the frame lies in it.
  private boolean chunkHas(long chunk, long frame) {
    long head = end;
    if (head + SnapshotLayout.CHUNK_DATA > buffer.byteSize()
        || !read(chunk, head, SnapshotLayout.CHUNK_DATA)) {
      return false;
    }
    long size = buffer.get(JAVA_LONG_UNALIGNED, head + SnapshotLayout.CHUNK_SIZE);
    long used =
        SnapshotLayout.CHUNK_DATA
            + 8 * buffer.get(JAVA_LONG_UNALIGNED, head + SnapshotLayout.CHUNK_TOP);
    if (frame < chunk || frame >= chunk + size || used <= 0 || used > size) {
      return false;
    }
    if (end + used > buffer.byteSize() || !fetch(chunk, used)) {
      return false;
    }
    if (chunks < chunkStart.length) {
      chunkStart[chunks] = chunk;
      chunkLength[chunks] = used;
      chunks++;
    }
    return true;
  }

  private boolean fetch(long address, long length) {
    if (!read(address, end, length)) {
      return false;
    }
    snapshot.add(address, end, length);
    end += (length + 7) & -8;
    return true;
  }

  private boolean read(long address, long into, long length) {
    memory.piece(0, address, buffer.asSlice(into, length));
    return memory.readPieces(1) == length;
  }

  private long word(long at) {
    return buffer.get(JAVA_LONG_UNALIGNED, at);
  }
}
