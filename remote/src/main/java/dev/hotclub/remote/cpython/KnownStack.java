package dev.hotclub.remote.cpython;

import java.util.Arrays;

/// Where one thread's frames lay when they were last read: the guess for the next read.
final class KnownStack {
  /// A chunk is 16 KB unless one frame needs more (`Python/pystate.c`, `push_chunk`): about 15,000
  /// plain frames.
  static final int MOST_CHUNKS = 96;

  static final int MOST_PAGES = 256;
  private static final int SMALLEST_CHUNK = 16 * 1024;

  /// Address of the `_PyCFrame` (3.11, 3.12); 0 where there is none or it is not known.
  long cframe;

  /// How many chunks the thread's data stack has, at most `MOST_CHUNKS`.
  int chunks;

  /// Whether there are older chunks than the known ones.
  boolean more;

  /// Their addresses, the newest first.
  long[] chunk = new long[MOST_CHUNKS];

  /// Bytes of each that are in use.
  long[] used = new long[MOST_CHUNKS];

  /// How many pages outside of the chunks have frames: those of generators and of C calls and,
  /// before 3.11, all.
  int pages;

  /// Their addresses, ascending. Pages, not frames: to reach a page costs the kernel more than to
  /// copy it, and frames that were made one after another share pages.
  final long[] page = new long[MOST_PAGES];

  /// How often the thread was read.
  int reads;

  private long[] oldChunk = new long[MOST_CHUNKS];
  private long[] oldUsed = new long[MOST_CHUNKS];
  private int oldChunks;

  /// Begins a new list of chunks; the one before stays at hand for `recall`.
  void beginChunks() {
    long[] swap = oldChunk;
    oldChunk = chunk;
    chunk = swap;
    swap = oldUsed;
    oldUsed = used;
    used = swap;
    oldChunks = chunks;
    chunks = 0;
    more = false;
  }

  void addChunk(long address, long usedBytes) {
    chunk[chunks] = address;
    used[chunks] = usedBytes;
    chunks++;
  }

  /// Adds a chunk and its elders from the list before, if it was there.
  boolean recall(long address) {
    int from = 0;
    while (from < oldChunks && oldChunk[from] != address) {
      from++;
    }
    // the first was the newest: how much of it was in use when it was left is not known
    if (from == 0 || from >= oldChunks) {
      return false;
    }
    int count = Math.min(oldChunks - from, MOST_CHUNKS - chunks);
    System.arraycopy(oldChunk, from, chunk, chunks, count);
    System.arraycopy(oldUsed, from, used, chunks, count);
    chunks += count;
    return true;
  }

  /// Whether the address lies where the chunks are, or where the newest may have grown to.
  boolean inChunks(long address) {
    for (int i = 0; i < chunks; i++) {
      if (address >= chunk[i] && address < chunk[i] + Math.max(used[i], SMALLEST_CHUNK)) {
        return true;
      }
    }
    return false;
  }

  /// Adds a page; one beyond `MOST_PAGES` is left out and read alone when it is needed.
  void addPage(long address) {
    int at = Arrays.binarySearch(page, 0, pages, address);
    if (at >= 0 || pages == MOST_PAGES) {
      return;
    }
    int place = -at - 1;
    System.arraycopy(page, place, page, place + 1, pages - place);
    page[place] = address;
    pages++;
  }
}
