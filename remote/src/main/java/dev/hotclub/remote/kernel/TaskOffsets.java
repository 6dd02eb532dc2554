package dev.hotclub.remote.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hotclub.remote.kernel.Bpf.MapType;
import dev.hotclub.remote.kernel.Bpf.ProgramType;
import dev.hotclub.remote.libc.Libc;
import dev.hotclub.remote.libc.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Where this kernel's `task_struct` keeps the ids of a thread. Found by looking: a program copies
/// the structure of the thread that runs it, and that thread knows its own ids. So no kernel
/// headers and no type information are needed.
///
/// @param pid the 32-bit thread id, which the process id follows
record TaskOffsets(int pid) {
  /// `task_struct` is 3 to 10 KB; what lies behind it does no harm.
  private static final int COPIED_BYTES = 16384;

  private static final int STEP = 4096;

  /// @throws BpfRefusal if the ids do not stand at exactly one place
  static TaskOffsets find(Bpf bpf) throws BpfRefusal {
    int map = bpf.createMap(MapType.ARRAY, 4, COPIED_BYTES, 1);
    int program = bpf.load(ProgramType.RAW_TRACEPOINT, "hotclub_self", selfCopy(map));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(4, 4);
      MemorySegment task = arena.allocate(COPIED_BYTES, 8);
      bpf.run(program);
      int tid = (int) Libc.syscall(SystemCalls.GETTID, 0, 0, 0, 0, 0, 0);
      int tgid = (int) ProcessHandle.current().pid();
      if (bpf.lookup(map, key, task) < 0) {
        throw new BpfRefusal("reading a thread's own structure", Libc.EFAULT, "the map is empty");
      }
      return new TaskOffsets(onlyPair(task, tid, tgid));
    }
  }

  private static int onlyPair(MemorySegment task, int tid, int tgid) throws BpfRefusal {
    int found = -1;
    for (int at = 0; at + 8 <= COPIED_BYTES; at += 4) {
      if (task.get(JAVA_INT, at) == tid && task.get(JAVA_INT, at + 4) == tgid) {
        if (found >= 0) {
          throw unknown("stand at " + found + " and at " + at);
        }
        found = at;
      }
    }
    if (found < 0) {
      throw unknown("were not found");
    }
    return found;
  }

  private static BpfRefusal unknown(String detail) {
    return new BpfRefusal(
        "understanding this kernel's task_struct", Libc.EINVAL, "the ids of a thread " + detail);
  }

  private static Assembler selfCopy(int map) {
    Assembler a = new Assembler(Assembler.Loops.COUNTED_BY_PROGRAM);
    Assembler.Label out = new Assembler.Label();
    a.store(Register.FP, -8, 0);
    a.moveMap(Register.R1, map);
    a.move(Register.R2, Register.FP);
    a.plus(Register.R2, -8);
    a.call(Helper.MAP_LOOKUP);
    a.jumpIf(Register.R0, Condition.EQUAL, 0, out);
    a.move(Register.R6, Register.R0);
    a.call(Helper.CURRENT_TASK);
    a.move(Register.R7, Register.R0);
    for (int at = 0; at < COPIED_BYTES; at += STEP) {
      a.move(Register.R1, Register.R6);
      a.plus(Register.R1, at);
      a.move(Register.R2, STEP);
      a.move(Register.R3, Register.R7);
      a.plus(Register.R3, at);
      a.call(Helper.PROBE_READ_KERNEL);
    }
    a.place(out);
    a.move(Register.R0, 0);
    a.exit();
    return a;
  }
}
