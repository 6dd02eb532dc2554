package dev.hotclub.remote.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hotclub.remote.libc.Libc;
import dev.hotclub.remote.libc.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// The commands of bpf(2) and perf_event_open(2), and the descriptors that they gave. Closing it
/// takes everything out of the kernel again; so does the end of the process, because nothing is
/// pinned.
///
/// Source: `union bpf_attr` in `linux/bpf.h`, `struct perf_event_attr` in `linux/perf_event.h`.
final class Bpf implements AutoCloseable {
  /// `enum bpf_map_type`.
  enum MapType {
    HASH(1),
    ARRAY(2),
    PER_CPU_ARRAY(6),
    RING(27);

    final int number;

    MapType(int number) {
      this.number = number;
    }
  }

  /// `enum bpf_prog_type`.
  enum ProgramType {
    PERF_EVENT(7),
    RAW_TRACEPOINT(17);

    final int number;

    ProgramType(int number) {
      this.number = number;
    }
  }

  private static final int MAP_CREATE = 0;
  private static final int MAP_LOOKUP = 1;
  private static final int MAP_UPDATE = 2;
  private static final int MAP_DELETE = 3;
  private static final int PROGRAM_LOAD = 5;
  private static final int PROGRAM_TEST_RUN = 10;
  private static final int RAW_TRACEPOINT_OPEN = 17;
  private static final int ATTRIBUTES_BYTES = 120;
  private static final int LOG_BYTES = 1 << 20;

  private static final int PERF_ATTRIBUTES_BYTES = 112;
  private static final int PERF_TYPE_SOFTWARE = 1;
  private static final int PERF_COUNT_SW_CPU_CLOCK = 0;
  private static final int PERF_FLAG_FD_CLOEXEC = 8;
  private static final int PERF_EVENT_IOC_SET_BPF = 0x40042408;
  private static final int PERF_EVENT_IOC_ENABLE = 0x2400;

  /// In `perf_event_attr`: bit 0 disabled; bit 7 leave the idle task out.
  private static final long PERF_FLAGS = 1 | 1 << 7;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, 8);
  private final Deque<Integer> descriptors = new ArrayDeque<>();

  int createMap(MapType type, int keyBytes, int valueBytes, int entries) throws BpfRefusal {
    attributes.fill((byte) 0);
    attributes.set(JAVA_INT, 0, type.number);
    attributes.set(JAVA_INT, 4, keyBytes);
    attributes.set(JAVA_INT, 8, valueBytes);
    attributes.set(JAVA_INT, 12, entries);
    return kept(bpf(MAP_CREATE), "creating a map of " + entries + " entries");
  }

  /// Loads a program and answers its descriptor.
  int load(ProgramType type, String name, Assembler program) throws BpfRefusal {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment code = program.assemble(local);
      describe(type, name, code, program.size(), local);
      long fd = bpf(PROGRAM_LOAD);
      if (fd >= 0) {
        return kept(fd, name);
      }
      MemorySegment log = local.allocate(LOG_BYTES);
      attributes.set(JAVA_INT, 24, 1);
      attributes.set(JAVA_INT, 28, LOG_BYTES);
      attributes.set(JAVA_LONG, 32, log.address());
      fd = bpf(PROGRAM_LOAD);
      if (fd >= 0) {
        return kept(fd, name);
      }
      throw new BpfRefusal(
          "loading the program " + name, (int) -fd, Libc.message(fd) + lastLines(log));
    }
  }

  private void describe(
      ProgramType type, String name, MemorySegment code, int instructions, Arena local) {
    attributes.fill((byte) 0);
    attributes.set(JAVA_INT, 0, type.number);
    attributes.set(JAVA_INT, 4, instructions);
    attributes.set(JAVA_LONG, 8, code.address());
    attributes.set(JAVA_LONG, 16, local.allocateFrom("GPL").address());
    byte[] shortName = name.getBytes(StandardCharsets.US_ASCII);
    MemorySegment.copy(shortName, 0, attributes, JAVA_BYTE, 48, Math.min(shortName.length, 15));
  }

  private static String lastLines(MemorySegment log) {
    String[] lines = log.getString(0).strip().split("\n");
    int from = Math.max(0, lines.length - 6);
    String last = String.join(" | ", java.util.Arrays.copyOfRange(lines, from, lines.length));
    return last.isEmpty() ? "" : ": " + last;
  }

  /// Runs a raw tracepoint program once, on this thread.
  void run(int program) throws BpfRefusal {
    attributes.fill((byte) 0);
    attributes.set(JAVA_INT, 0, program);
    long result = bpf(PROGRAM_TEST_RUN);
    if (result < 0) {
      throw refusal("running a program once", result);
    }
  }

  void attachToTracepoint(String name, int program) throws BpfRefusal {
    try (Arena local = Arena.ofConfined()) {
      attributes.fill((byte) 0);
      attributes.set(JAVA_LONG, 0, local.allocateFrom(name).address());
      attributes.set(JAVA_INT, 8, program);
      kept(bpf(RAW_TRACEPOINT_OPEN), "attaching to " + name);
    }
  }

  /// Runs a program on a CPU by the clock, whatever runs there except the idle task.
  void attachToClock(int cpu, long periodNanos, int program) throws BpfRefusal {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment event = local.allocate(PERF_ATTRIBUTES_BYTES, 8);
      event.set(JAVA_INT, 0, PERF_TYPE_SOFTWARE);
      event.set(JAVA_INT, 4, PERF_ATTRIBUTES_BYTES);
      event.set(JAVA_LONG, 8, PERF_COUNT_SW_CPU_CLOCK);
      event.set(JAVA_LONG, 16, periodNanos);
      event.set(JAVA_LONG, 40, PERF_FLAGS);
      int fd =
          kept(
              Libc.syscall(
                  SystemCalls.PERF_EVENT_OPEN,
                  event.address(),
                  -1,
                  cpu,
                  -1,
                  PERF_FLAG_FD_CLOEXEC,
                  0),
              "opening the clock of CPU " + cpu);
      control(
          fd, PERF_EVENT_IOC_SET_BPF, program, "giving the clock of CPU " + cpu + " its program");
      control(fd, PERF_EVENT_IOC_ENABLE, 0, "starting the clock of CPU " + cpu);
    }
  }

  private static void control(int fd, long request, long argument, String step) throws BpfRefusal {
    long result = Libc.syscall(SystemCalls.IOCTL, fd, request, argument, 0, 0, 0);
    if (result < 0) {
      throw refusal(step, result);
    }
  }

  /// Sets a map's entry.
  ///
  /// @return 0 or minus the error number; -7 (`E2BIG`) if the map is full
  long update(int map, MemorySegment key, MemorySegment value) {
    element(map, key, value);
    return bpf(MAP_UPDATE);
  }

  /// Reads a map's entry; 0 or minus the error number.
  long lookup(int map, MemorySegment key, MemorySegment value) {
    element(map, key, value);
    return bpf(MAP_LOOKUP);
  }

  /// Removes a map's entry, if it is there.
  long delete(int map, MemorySegment key) {
    element(map, key, MemorySegment.NULL);
    return bpf(MAP_DELETE);
  }

  private void element(int map, MemorySegment key, MemorySegment value) {
    attributes.fill((byte) 0);
    attributes.set(JAVA_INT, 0, map);
    attributes.set(JAVA_LONG, 8, key.address());
    attributes.set(JAVA_LONG, 16, value.address());
  }

  private long bpf(int command) {
    return Libc.syscall(SystemCalls.BPF, command, attributes.address(), ATTRIBUTES_BYTES, 0, 0, 0);
  }

  private int kept(long fd, String step) throws BpfRefusal {
    if (fd < 0) {
      throw refusal(step, fd);
    }
    descriptors.push((int) fd);
    return (int) fd;
  }

  static BpfRefusal refusal(String step, long result) {
    return new BpfRefusal(step, (int) -result, Libc.message(result));
  }

  /// Closes the descriptors, the clocks before the maps that they write to.
  @Override
  public void close() {
    while (!descriptors.isEmpty()) {
      long closed = Libc.syscall(SystemCalls.CLOSE, descriptors.pop(), 0, 0, 0, 0, 0);
      assert closed == 0 : "close: " + closed;
    }
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
