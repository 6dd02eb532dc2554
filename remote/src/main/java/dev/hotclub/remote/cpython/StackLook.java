package dev.hotclub.remote.cpython;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.hotclub.remote.libc.Libc;
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
/// One call brings the thread's frame pointer, what was in use of its data-stack chunks the last
/// time, the pages outside of them that had frames, and the frame pointer again. What is missing
/// after that is read page by page. Not for use by two threads at once; the returned snapshot is
/// filled anew by the next read.
public final class StackLook {
  /// All chunks that a thread may have, and the frames outside of them.
  private static final int BUFFER_BYTES = 2 << 20;

  /// Reading pages that a thread has never used would make the kernel allocate them for it.
  private static final int PAGE = 4096;

  private static final int MOST_TRIES = 3;

  /// Pages that held frames once are read again and again until they are forgotten.
  private static final int READS_BETWEEN_FORGETTING = 4096;

  /// A chunk holds at least one frame; frames of functions with a million locals do not exist.
  private static final long MOST_CHUNK_BYTES = 1 << 20;

  /// Frames that are followed: more than the buffer has room for in the chunks.
  private static final int DEEPEST = 1 << 16;

  /// Where in the buffer lie: the thread state's words, the `_PyCFrame`'s word, both again, the
  /// head of a chunk, the ranges.
  private static final int HEAD_AT = 0;

  private static final int CFRAME_AT = 512;
  private static final int CFRAME_AGAIN_AT = 520;
  private static final int CHUNK_AT = 528;
  private static final int AGAIN_AT = 576;
  private static final int RANGES_AT = 1152;

  private final ProcessMemory memory;
  private final SnapshotLayout layout;
  private final MemorySegment buffer;
  private final Snapshot snapshot = new Snapshot();
  private final Map<Long, KnownStack> stacks = new HashMap<>();
  private final boolean inChunks;
  private final int low;
  private final int span;
  private final int frameWord;
  private final int chunkWord;
  private final int topWord;
  private final long[] chunkPosition = new long[KnownStack.MOST_CHUNKS];
  private final long[] chunkLength = new long[KnownStack.MOST_CHUNKS];
  private final long[] runStart = new long[KnownStack.MOST_PAGES];
  private final long[] runPosition = new long[KnownStack.MOST_PAGES];
  private final long[] runLength = new long[KnownStack.MOST_PAGES];
  private int runs;
  private boolean moved;
  private int pieces;
  private long expected;
  private long end;

  StackLook(ProcessMemory memory, SnapshotLayout layout, Arena arena) {
    this.memory = memory;
    this.layout = layout;
    this.buffer = arena.allocate(BUFFER_BYTES, 64);
    this.inChunks = layout.datastackChunk() >= 0;
    this.low =
        inChunks ? Math.min(layout.tstateFrame(), layout.datastackChunk()) : layout.tstateFrame();
    this.span =
        inChunks
            ? Math.max(layout.tstateFrame() + 8, layout.datastackChunk() + 16) - low
            : Long.BYTES;
    this.frameWord = layout.tstateFrame() - low;
    this.chunkWord = layout.datastackChunk() - low;
    this.topWord = chunkWord + 8;
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
    stacks.remove(tstate);
  }

  /// @throws UnmappedAddress if the thread state cannot be read: the thread has ended
  public Snapshot read(PythonThread thread) throws UnmappedAddress {
    KnownStack known = stacks.get(thread.tstate());
    if (known == null) {
      known = new KnownStack();
      stacks.put(thread.tstate(), known);
    }
    if (++known.reads % READS_BETWEEN_FORGETTING == 0) {
      known.pages = 0;
    }
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      if (readAtOnce(thread.tstate(), known)) {
        follow(known);
        return snapshot;
      }
    }
    readPiecemeal(known);
    follow(known);
    return snapshot;
  }

  /// The one call that usually suffices.
  ///
  /// @return false if the chunks were not those of the last time; the right ones have been learnt
  private boolean readAtOnce(long tstate, KnownStack known) throws UnmappedAddress {
    pieces = 0;
    expected = 0;
    end = RANGES_AT;
    want(tstate + low, HEAD_AT, span);
    if (known.cframe != 0) {
      want(known.cframe + layout.cframeFrame(), CFRAME_AT, 8);
    }
    wantChunks(known);
    wantPages(known);
    if (known.cframe != 0) {
      want(known.cframe + layout.cframeFrame(), CFRAME_AGAIN_AT, 8);
    }
    want(tstate + low, AGAIN_AT, span);
    long got = memory.readPieces(pieces);
    if (got < span) {
      throw new UnmappedAddress(tstate, got < 0 ? -got : Libc.EFAULT);
    }
    if (got != expected) {
      known.pages = 0;
      learn(known);
      return false;
    }
    if (!asKnown(known)) {
      learn(known);
      return false;
    }
    accept(known);
    return true;
  }

  private void want(long address, long position, long length) {
    memory.piece(pieces++, address, buffer, position, length);
    expected += length;
  }

  private void wantChunks(KnownStack known) {
    for (int i = 0; i < known.chunks; i++) {
      long length = i == 0 ? toPageEnd(known.chunk[0], known.used[0]) : known.used[i];
      if (end + length > buffer.byteSize()) {
        known.chunks = i;
        known.more = true;
        break;
      }
      chunkPosition[i] = end;
      chunkLength[i] = length;
      want(known.chunk[i], end, length);
      end += (length + 7) & -8;
    }
  }

  private void wantPages(KnownStack known) {
    runs = 0;
    int i = 0;
    while (i < known.pages) {
      long start = known.page[i];
      int next = i + 1;
      while (next < known.pages && known.page[next] == known.page[next - 1] + PAGE) {
        next++;
      }
      long length = (long) (next - i) * PAGE;
      if (end + length > buffer.byteSize()) {
        return;
      }
      runStart[runs] = start;
      runPosition[runs] = end;
      runLength[runs] = length;
      runs++;
      want(start, end, length);
      end += length;
      i = next;
    }
  }

  /// To the end of the page that was in use, so that a few calls more need no second read.
  private static long toPageEnd(long chunk, long used) {
    return ((chunk + used + PAGE - 1) & -PAGE) - chunk;
  }

  /// Whether the thread's data stack still consists of the known chunks.
  private boolean asKnown(KnownStack known) {
    if (layout.cframeFrame() >= 0 && word(HEAD_AT + frameWord) != known.cframe) {
      return false;
    }
    if (!inChunks) {
      return true;
    }
    long newest = word(HEAD_AT + chunkWord);
    if (newest == 0 || known.chunks == 0) {
      return newest == 0 && known.chunks == 0;
    }
    long used = word(HEAD_AT + topWord) - newest;
    if (newest != known.chunk[0] || used < 0 || used > chunkLength[0]) {
      return false;
    }
    known.used[0] = used;
    return eldersAsKnown(known);
  }

  private boolean eldersAsKnown(KnownStack known) {
    for (int i = 0; i < known.chunks; i++) {
      long previous = word(chunkPosition[i] + SnapshotLayout.CHUNK_PREVIOUS);
      boolean last = i + 1 == known.chunks;
      if (last ? previous != 0 && !known.more : previous != known.chunk[i + 1]) {
        return false;
      }
      if (i > 0 && usedOf(chunkPosition[i]) > chunkLength[i]) {
        return false;
      }
    }
    return true;
  }

  /// Bytes in use of a chunk that is not the newest.
  private long usedOf(long headPosition) {
    return SnapshotLayout.CHUNK_DATA + 8 * word(headPosition + SnapshotLayout.CHUNK_TOP);
  }

  private void accept(KnownStack known) {
    boolean indirect = layout.cframeFrame() >= 0;
    snapshot.begin(buffer, word(indirect ? CFRAME_AT : HEAD_AT + frameWord));
    for (int i = 0; i < known.chunks; i++) {
      snapshot.add(known.chunk[i], chunkPosition[i], chunkLength[i]);
    }
    for (int i = 0; i < runs; i++) {
      snapshot.add(runStart[i], runPosition[i], runLength[i]);
    }
    moved =
        word(AGAIN_AT + frameWord) != word(HEAD_AT + frameWord)
            || (indirect && word(CFRAME_AGAIN_AT) != word(CFRAME_AT))
            || (inChunks && word(AGAIN_AT + topWord) != word(HEAD_AT + topWord));
  }

  /// Finds out which chunks the thread has from the head just read.
  private void learn(KnownStack known) {
    known.cframe = layout.cframeFrame() >= 0 ? word(HEAD_AT + frameWord) : 0;
    if (!inChunks) {
      return;
    }
    known.beginChunks();
    long chunk = word(HEAD_AT + chunkWord);
    long used = word(HEAD_AT + topWord) - chunk;
    while (chunk != 0) {
      if (known.chunks == KnownStack.MOST_CHUNKS) {
        known.more = true;
        return;
      }
      boolean plausible = used >= SnapshotLayout.CHUNK_DATA && used <= MOST_CHUNK_BYTES;
      if (!plausible || !read(chunk, CHUNK_AT, SnapshotLayout.CHUNK_DATA)) {
        return; // it changed while we looked: the next try sees that the list is not whole
      }
      known.addChunk(chunk, used);
      chunk = word(CHUNK_AT + SnapshotLayout.CHUNK_PREVIOUS);
      if (chunk == 0 || known.recall(chunk)) {
        return;
      }
      used = read(chunk, CHUNK_AT, SnapshotLayout.CHUNK_DATA) ? usedOf(CHUNK_AT) : 0;
    }
  }

  /// The chunks changed at every try: copies them one by one.
  private void readPiecemeal(KnownStack known) throws UnmappedAddress {
    moved = true;
    end = RANGES_AT;
    long frame = word(HEAD_AT + frameWord);
    if (layout.cframeFrame() >= 0) {
      if (!read(frame + layout.cframeFrame(), CFRAME_AT, 8)) {
        throw new UnmappedAddress(frame, Libc.EFAULT);
      }
      frame = word(CFRAME_AT);
    }
    snapshot.begin(buffer, frame);
    for (int i = 0; i < known.chunks; i++) {
      long ignored = fetch(known.chunk[i], known.used[i]);
    }
  }

  /// Follows the frames and reads those that are missing.
  private void follow(KnownStack known) {
    int size = layout.frameSize();
    long frame = snapshot.frame();
    for (int depth = 0; frame != 0; depth++) {
      long at = snapshot.find(frame, size);
      if (at < 0) {
        at = fetchFrame(known, frame, size);
      }
      if (at < 0 || depth == DEEPEST) {
        snapshot.markCut();
        return;
      }
      frame = word(at + layout.framePrevious());
    }
  }

  /// With the page that it is on: its caller is likely to be there too.
  private long fetchFrame(KnownStack known, long frame, int size) {
    if (known.more) {
      return -1; // one by one would take a call for each of thousands
    }
    long start = frame & -PAGE;
    long stop = (frame + size + PAGE - 1) & -PAGE;
    long at = fetch(start, stop - start);
    if (at < 0) {
      return fetch(frame, size);
    }
    if (!known.inChunks(frame)) {
      for (long page = start; page < stop; page += PAGE) {
        known.addPage(page);
      }
    }
    return at + (frame - start);
  }

  /// @return where the copy lies; -1 if it cannot be had
  private long fetch(long address, long length) {
    if (end + length > buffer.byteSize() || !read(address, end, length)) {
      return -1;
    }
    long at = end;
    snapshot.add(address, at, length);
    end += (length + 7) & -8;
    return at;
  }

  private boolean read(long address, long position, long length) {
    memory.piece(0, address, buffer, position, length);
    return memory.readPieces(1) == length;
  }

  private long word(long position) {
    return buffer.get(JAVA_LONG_UNALIGNED, position);
  }
}
