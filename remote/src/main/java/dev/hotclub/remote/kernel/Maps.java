package dev.hotclub.remote.kernel;

import dev.hotclub.remote.kernel.Bpf.MapType;

/// What the programs and the reader share. Descriptors of the kernel's maps, and the layout of
/// their values.
///
/// @param ring records for the reader
/// @param threads by thread id: what is known about a thread of a watched process
/// @param processes by process id: its slot
/// @param slots by slot: how to read that process
/// @param scratch two per CPU, for the clock and for the switch: state of the copy in progress
/// @param counts sums per CPU, see `COUNT_…`
record Maps(int ring, int threads, int processes, int slots, int scratch, int counts) {
  static final int MOST_THREADS = 32768;
  static final int MOST_PROCESSES = 1024;

  static final int THREAD_TSTATE = 0;

  /// Do not ask about this thread before this time.
  static final int THREAD_ASK_AFTER = 8;

  static final int THREAD_SLOT = 16;

  /// Bytes of frames outside of chunks to expect.
  static final int THREAD_OUTSIDE = 24;

  static final int THREAD_BYTES = 32;

  static final int SLOT_TSTATE_FRAME = 0;
  static final int SLOT_CFRAME_FRAME = 8;
  static final int SLOT_CHUNK = 16;
  static final int SLOT_PREVIOUS = 24;
  static final int SLOT_FRAME_SIZE = 32;
  static final int SLOT_GIL_LOCKED = 40;
  static final int SLOT_GIL_HOLDER = 48;
  static final int SLOT_BYTES = 56;

  static final int COUNT_SENT = 0;
  static final int COUNT_RING_FULL = 8;
  static final int COUNT_FAULTS = 16;
  static final int COUNT_TOO_BIG = 24;
  static final int COUNT_NANOS = 32;
  static final int COUNT_BYTES = 40;

  static Maps create(Bpf bpf, int ringBytes) throws BpfRefusal {
    return new Maps(
        bpf.createMap(MapType.RING, 0, 0, ringBytes),
        bpf.createMap(MapType.HASH, 4, THREAD_BYTES, MOST_THREADS),
        bpf.createMap(MapType.HASH, 4, 4, MOST_PROCESSES),
        bpf.createMap(MapType.ARRAY, 4, SLOT_BYTES, MOST_PROCESSES),
        bpf.createMap(MapType.PER_CPU_ARRAY, 4, StackCopy.SCRATCH_BYTES, 2),
        bpf.createMap(MapType.PER_CPU_ARRAY, 4, COUNT_BYTES, 1));
  }
}
