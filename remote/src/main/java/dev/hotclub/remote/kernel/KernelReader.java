package dev.hotclub.remote.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hotclub.remote.memory.SnapshotLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Exact stacks and every switch of the watched threads, copied by the kernel itself. One reader
/// serves any number of processes and interpreter versions. Not for use by two threads at once.
///
/// Ids of threads and processes are those of the initial pid namespace, which is the reader's own
/// (it refuses to open in any other).
public final class KernelReader implements AutoCloseable {
  /// How opening went.
  public sealed interface Opening {
    /// The programs run.
    record Opened(KernelReader reader) implements Opening {}

    /// The kernel or the rights do not allow it.
    ///
    /// @param reason one line: what is missing
    record Refused(String reason) implements Opening {}
  }

  /// Holds 40 ms of the deepest stacks of two CPUs at 1,000 a second, 10 s of ordinary ones.
  private static final int RING_BYTES = 1 << 22;

  /// At higher rates the reader has as long.
  private static final int LARGE_RING_BYTES = 1 << 24;

  private static final int LARGE_RING_RATE = 2_000;
  private static final long IGNORED_NANOS = 1_000_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /// Room in a thread's first record for frames outside of chunks: some 20 generators and calls
  /// through C.
  private static final int OUTSIDE_BYTES = 1 << 11;

  /// Before CPython 3.11 all frames lie outside: some 250.
  private static final int SCATTERED_BYTES = 1 << 15;

  private final Bpf bpf;
  private final Maps maps;
  private final Ring ring;
  private final RecordDecoder decoder = new RecordDecoder();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment key = arena.allocate(4, 4);
  private final MemorySegment thread = arena.allocate(Maps.THREAD_BYTES, 8);
  private final MemorySegment slotValue = arena.allocate(Maps.SLOT_BYTES, 8);
  private final MemorySegment slotNumber = arena.allocate(4, 4);
  private final MemorySegment sums;
  private final BitSet usedSlots = new BitSet();
  private final Map<Integer, Integer> slots = new HashMap<>();
  private final Map<Integer, Integer> firstOutside = new HashMap<>();

  KernelReader(Bpf bpf, Maps maps, Ring ring, int possibleCpus) {
    this.bpf = bpf;
    this.maps = maps;
    this.ring = ring;
    this.sums = arena.allocate((long) Maps.COUNT_BYTES * possibleCpus, 8);
  }

  /// Loads the programs and starts the sampling clock of every CPU.
  ///
  /// @param ratePerSecond samples a second of each running thread, 1 to 100,000
  public static Opening open(int ratePerSecond) {
    return open(ratePerSecond, ratePerSecond > LARGE_RING_RATE ? LARGE_RING_BYTES : RING_BYTES);
  }

  /// As above, with a ring of a given size.
  ///
  /// @param ringBytes a power of two, at least a page
  public static Opening open(int ratePerSecond, int ringBytes) {
    if (ratePerSecond < 1 || ratePerSecond > 100_000) {
      throw new IllegalArgumentException("rate " + ratePerSecond + " is not 1 to 100000");
    }
    return Loading.open(NANOS_PER_SECOND / ratePerSecond, ringBytes);
  }

  /// Watches a process. Its threads are named by `watchThread` as they show up.
  ///
  /// @throws IllegalStateException if 1,024 processes are watched already
  public void watchProcess(int tgid, SnapshotLayout layout, GilPlace gil) {
    Integer known = slots.get(tgid);
    int slot = known == null ? usedSlots.nextClearBit(0) : known;
    if (slot >= Maps.MOST_PROCESSES) {
      throw new IllegalStateException(slot + " processes are watched already");
    }
    usedSlots.set(slot);
    slots.put(tgid, slot);
    slotValue.set(JAVA_LONG, Maps.SLOT_TSTATE_FRAME, layout.tstateFrame());
    slotValue.set(JAVA_LONG, Maps.SLOT_CFRAME_FRAME, layout.cframeFrame());
    slotValue.set(JAVA_LONG, Maps.SLOT_CHUNK, layout.datastackChunk());
    slotValue.set(JAVA_LONG, Maps.SLOT_PREVIOUS, layout.framePrevious());
    slotValue.set(JAVA_LONG, Maps.SLOT_FRAME_SIZE, layout.frameSize() + 7 & -8);
    slotValue.set(JAVA_LONG, Maps.SLOT_GIL_LOCKED, gil.known() ? gil.locked() : 0);
    slotValue.set(JAVA_LONG, Maps.SLOT_GIL_HOLDER, gil.known() ? gil.holder() : 0);
    update(maps.slots(), slot, slotValue);
    slotNumber.set(JAVA_INT, 0, slot);
    update(maps.processes(), tgid, slotNumber);
    firstOutside.put(tgid, layout.datastackChunk() < 0 ? SCATTERED_BYTES : OUTSIDE_BYTES);
  }

  /// Watches a thread of a watched process.
  ///
  /// @param tstate the address of its `PyThreadState`
  public void watchThread(int tgid, int tid, long tstate) {
    putThread(tgid, tid, tstate, 0);
  }

  /// Answers `unknownThread` for a thread that runs no Python; it is asked for again after a
  /// second, because it may begin to.
  public void ignoreThread(int tgid, int tid) {
    putThread(tgid, tid, 0, System.nanoTime() + IGNORED_NANOS);
  }

  private void putThread(int tgid, int tid, long tstate, long askAfterNanos) {
    Integer slot = slots.get(tgid);
    if (slot == null) {
      throw new IllegalArgumentException("process " + tgid + " is not watched");
    }
    thread.set(JAVA_LONG, Maps.THREAD_TSTATE, tstate);
    thread.set(JAVA_LONG, Maps.THREAD_ASK_AFTER, askAfterNanos);
    thread.set(JAVA_LONG, Maps.THREAD_SLOT, slot);
    thread.set(JAVA_LONG, Maps.THREAD_OUTSIDE, firstOutside.getOrDefault(tgid, 0));
    update(maps.threads(), tid, thread);
  }

  private void update(int map, int id, MemorySegment value) {
    key.set(JAVA_INT, 0, id);
    long result = bpf.update(map, key, value);
    if (result < 0) {
      throw new IllegalStateException("the kernel does not take entry " + id + ": " + result);
    }
  }

  /// Forgets one thread.
  public void forgetThread(int tid) {
    key.set(JAVA_INT, 0, tid);
    bpf.delete(maps.threads(), key);
  }

  /// Forgets a process; its threads are to be forgotten one by one.
  public void forgetProcess(int tgid) {
    Integer slot = slots.remove(tgid);
    if (slot != null) {
      usedSlots.clear(slot);
      firstOutside.remove(tgid);
      key.set(JAVA_INT, 0, tgid);
      bpf.delete(maps.processes(), key);
    }
  }

  /// Tells everything that the kernel has written since the last call. Never waits.
  ///
  /// @return how many bytes that was
  public long poll(KernelEvents sink) {
    decoder.tellTo(sink);
    return ring.drain(decoder);
  }

  /// What was sent and lost so far.
  public KernelCounts counts() {
    key.set(JAVA_INT, 0, 0);
    long result = bpf.lookup(maps.counts(), key, sums);
    if (result < 0) {
      throw new IllegalStateException("the counts cannot be read: " + result);
    }
    return new KernelCounts(
        sum(Maps.COUNT_SENT),
        sum(Maps.COUNT_RING_FULL),
        sum(Maps.COUNT_FAULTS),
        sum(Maps.COUNT_TOO_BIG),
        sum(Maps.COUNT_NANOS));
  }

  private long sum(int field) {
    long sum = 0;
    for (long at = field; at < sums.byteSize(); at += Maps.COUNT_BYTES) {
      sum += sums.get(JAVA_LONG, at);
    }
    return sum;
  }

  /// Takes the programs out of the kernel. Without this call the end of the process does so.
  @Override
  public void close() {
    bpf.close();
    ring.close();
    arena.close();
  }
}
