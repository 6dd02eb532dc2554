package dev.hotclub.remote.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/// Reads whole pages and keeps them, for readers that follow hundreds of pointers into the same few
/// pages. What it answers is as old as the first read of the page, so whoever uses it decides with
/// `forget` how long that may be. Not for use by two threads at once.
public final class PageCache implements RemoteMemory {
  /// The smallest page of every architecture that Hotclub runs on: no part of one is unmapped.
  private static final int PAGE = 4096;

  private final RemoteMemory memory;
  private final MemorySegment pages;
  private final int room;
  private final Map<Long, Integer> places = new HashMap<>();

  /// @param room how many pages are kept; when they are used up all are forgotten
  public PageCache(RemoteMemory memory, int room, Arena arena) {
    this.memory = memory;
    this.room = room;
    this.pages = arena.allocate((long) room * PAGE, PAGE);
  }

  /// From here on everything is read anew.
  public void forget() {
    places.clear();
  }

  @Override
  public void read(long address, MemorySegment into) throws UnmappedAddress {
    long done = 0;
    while (done < into.byteSize()) {
      long at = address + done;
      long length = Math.min(into.byteSize() - done, PAGE - (at & (PAGE - 1)));
      MemorySegment.copy(pages, place(at & -PAGE) + (at & (PAGE - 1)), into, done, length);
      done += length;
    }
  }

  private long place(long page) throws UnmappedAddress {
    Integer known = places.get(page);
    if (known != null) {
      return (long) known * PAGE;
    }
    if (places.size() == room) {
      places.clear();
    }
    int free = places.size();
    memory.read(page, pages.asSlice((long) free * PAGE, PAGE));
    places.put(page, free);
    return (long) free * PAGE;
  }
}
