package dev.hotclub.remote.kernel;

import static dev.hotclub.remote.kernel.Condition.ABOVE;
import static dev.hotclub.remote.kernel.Condition.EQUAL;
import static dev.hotclub.remote.kernel.Condition.NOT_EQUAL;
import static dev.hotclub.remote.kernel.Register.FP;
import static dev.hotclub.remote.kernel.Register.R0;
import static dev.hotclub.remote.kernel.Register.R1;
import static dev.hotclub.remote.kernel.Register.R2;
import static dev.hotclub.remote.kernel.Register.R3;
import static dev.hotclub.remote.kernel.Register.R4;
import static dev.hotclub.remote.kernel.Register.R6;
import static dev.hotclub.remote.kernel.Register.R8;

import dev.hotclub.remote.kernel.Assembler.Label;
import dev.hotclub.remote.kernel.Assembler.Loops;

/// The five programs: the clock of a CPU, the switch between threads, and a thread's exit, fork and
/// exec. Each first asks whether the thread concerns us at all: one look-up for most.
final class Programs {
  /// How `sched_switch` tells why the thread leaves.
  enum SwitchState {
    /// As its fourth argument (Linux 5.18).
    ARGUMENT,
    /// Only whether it was preempted, as its first.
    PREEMPTED_ONLY
  }

  /// What this kernel offers.
  record Abilities(Loops loops, SwitchState state, UserRegisters registers, TaskOffsets offsets) {}

  private static final long ASK_AGAIN_NANOS = 50_000_000;

  private static final int STATE = -48;
  private static final int NEXT = -56;
  private static final int OTHER_IDS = -64;
  private static final int NOW = -72;

  /// An entry of `threads` under construction.
  private static final int ENTRY = -112;

  private final Maps maps;
  private final Abilities abilities;

  Programs(Maps maps, Abilities abilities) {
    this.maps = maps;
    this.abilities = abilities;
  }

  Assembler timer() {
    Assembler a = new Assembler(abilities.loops());
    Label out = new Label();
    currentThread(a, out);
    new StackCopy(a, maps).emit(0, RingRecord.KIND_TIMER, to -> {}, out);
    end(a, out);
    return a;
  }

  /// Arguments of `sched_switch`: preempted, previous task (still the current one), next task, and
  /// since 5.18 the previous task's state.
  Assembler switching() {
    Assembler a = new Assembler(abilities.loops());
    Label out = new Label();
    Label next = new Label();
    readState(a);
    a.load(R2, R1, 16);
    a.store(FP, NEXT, R2);
    currentThread(a, next);
    new StackCopy(a, maps).emit(1, RingRecord.KIND_LEAVE, this::switchExtras, next);
    a.place(next);
    enter(a, out);
    end(a, out);
    return a;
  }

  private void readState(Assembler a) {
    if (abilities.state() == SwitchState.ARGUMENT) {
      a.load(R2, R1, 24);
    } else {
      a.load(R2, R1, 0);
      a.and(R2, 1);
      a.xor(R2, 1);
    }
    a.store(FP, STATE, R2);
  }

  private void switchExtras(Assembler a) {
    a.load(R1, FP, STATE);
    a.store(R6, RingRecord.STATE, R1);
    abilities.registers().write(a);
  }

  private void enter(Assembler a, Label out) {
    a.move(R1, FP);
    a.plus(R1, OTHER_IDS);
    a.move(R2, 8);
    a.load(R3, FP, NEXT);
    a.plus(R3, abilities.offsets().pid());
    a.call(Helper.PROBE_READ_KERNEL);
    a.jumpIf(R0, NOT_EQUAL, 0, out);
    StackCopy.lookup(a, maps.threads(), OTHER_IDS, out);
    a.load(R1, R0, Maps.THREAD_TSTATE);
    a.jumpIf(R1, EQUAL, 0, out);
    a.load4(R1, FP, OTHER_IDS);
    a.store4(FP, StackCopy.IDS, R1);
    smallRecord(a, RingRecord.KIND_ENTER, StackCopy.IDS, StackCopy.IDS, out);
  }

  /// `R8`: what is known about the current thread. Leaves by `out` if it is not watched; asks for
  /// it if its process is.
  private void currentThread(Assembler a, Label out) {
    Label watched = new Label();
    Label unwatched = new Label();
    a.call(Helper.CURRENT_PID_TGID);
    a.store(FP, StackCopy.IDS, R0);
    StackCopy.lookup(a, maps.processes(), StackCopy.TGID, out);
    a.load4(R1, R0, 0);
    a.store(FP, ENTRY + Maps.THREAD_SLOT, R1);
    a.call(Helper.KTIME_GET_NANOS);
    a.store(FP, NOW, R0);
    StackCopy.lookup(a, maps.threads(), StackCopy.IDS, unwatched);
    a.move(R8, R0);
    a.load(R1, R8, Maps.THREAD_TSTATE);
    a.jumpIf(R1, NOT_EQUAL, 0, watched);
    a.load(R1, R8, Maps.THREAD_ASK_AFTER);
    a.load(R2, FP, NOW);
    a.jumpIf(R1, ABOVE, R2, out);
    a.place(unwatched);
    a.move(R1, 0);
    a.store(FP, ENTRY + Maps.THREAD_TSTATE, R1);
    a.store(FP, ENTRY + Maps.THREAD_OUTSIDE, R1);
    a.load(R1, FP, NOW);
    a.plus(R1, (int) ASK_AGAIN_NANOS);
    a.store(FP, ENTRY + Maps.THREAD_ASK_AFTER, R1);
    a.moveMap(R1, maps.threads());
    a.move(R2, FP);
    a.plus(R2, StackCopy.IDS);
    a.move(R3, FP);
    a.plus(R3, ENTRY);
    a.move(R4, 0);
    a.call(Helper.MAP_UPDATE);
    a.jumpIf(R0, NOT_EQUAL, 0, out);
    smallRecord(a, RingRecord.KIND_UNKNOWN_THREAD, StackCopy.IDS, StackCopy.TGID, out);
    a.place(watched);
  }

  /// Arguments of `sched_process_exit`: the task, which is the current one.
  Assembler exiting() {
    return ofWatchedProcess((a, out) -> {
      forgetCurrentThread(a);
      smallRecord(a, RingRecord.KIND_EXITED, StackCopy.IDS, StackCopy.TGID, out);
    });
  }

  /// Arguments of `sched_process_exec`: the task, which is the current one, and its thread id
  /// before (it takes over the id of the process).
  Assembler replacing() {
    return ofWatchedProcess((a, out) -> {
      forgetCurrentThread(a);
      delete(a, maps.processes(), StackCopy.TGID);
      smallRecord(a, RingRecord.KIND_REPLACED, StackCopy.IDS, StackCopy.TGID, out);
    });
  }

  /// Arguments of `sched_process_fork`: the parent, which is the current task, and the child; a
  /// thread is a child of the same process.
  Assembler forking() {
    Assembler a = new Assembler(abilities.loops());
    Label out = new Label();
    a.load(R2, R1, 8);
    a.store(FP, NEXT, R2);
    a.call(Helper.CURRENT_PID_TGID);
    a.store(FP, StackCopy.IDS, R0);
    StackCopy.lookup(a, maps.processes(), StackCopy.TGID, out);
    a.move(R1, FP);
    a.plus(R1, OTHER_IDS);
    a.move(R2, 8);
    a.load(R3, FP, NEXT);
    a.plus(R3, abilities.offsets().pid());
    a.call(Helper.PROBE_READ_KERNEL);
    a.jumpIf(R0, NOT_EQUAL, 0, out);
    a.load4(R1, FP, OTHER_IDS + 4);
    a.load4(R2, FP, StackCopy.TGID);
    a.jumpIf(R1, EQUAL, R2, out);
    smallRecord(a, RingRecord.KIND_FORKED, OTHER_IDS + 4, StackCopy.TGID, out);
    end(a, out);
    return a;
  }

  private interface Body {
    void emit(Assembler a, Label out);
  }

  private Assembler ofWatchedProcess(Body body) {
    Assembler a = new Assembler(abilities.loops());
    Label out = new Label();
    a.call(Helper.CURRENT_PID_TGID);
    a.store(FP, StackCopy.IDS, R0);
    StackCopy.lookup(a, maps.processes(), StackCopy.TGID, out);
    body.emit(a, out);
    end(a, out);
    return a;
  }

  private void forgetCurrentThread(Assembler a) {
    delete(a, maps.threads(), StackCopy.IDS);
  }

  private static void delete(Assembler a, int map, int key) {
    a.moveMap(R1, map);
    a.move(R2, FP);
    a.plus(R2, key);
    a.call(Helper.MAP_DELETE);
  }

  /// Sends a record without a stack and goes on at `after`.
  ///
  /// @param tid the place on the stack of what goes into `TID`; `tgid` into `TGID`
  private void smallRecord(Assembler a, int kind, int tid, int tgid, Label after) {
    Label full = new Label();
    a.call(Helper.KTIME_GET_NANOS);
    a.store(FP, NOW, R0);
    a.moveMap(R1, maps.ring());
    a.move(R2, RingRecord.SMALL_BYTES);
    a.move(R3, 0);
    a.call(Helper.RING_RESERVE);
    a.jumpIf(R0, EQUAL, 0, full);
    a.move(R6, R0);
    a.store4(R6, RingRecord.KIND, kind);
    a.load4(R1, FP, tid);
    a.store4(R6, RingRecord.TID, R1);
    a.load(R1, FP, NOW);
    a.store(R6, RingRecord.NANOS, R1);
    a.load4(R1, FP, tgid);
    a.store(R6, RingRecord.TGID, R1);
    StackCopy.submit(a);
    StackCopy.count(maps, a, Maps.COUNT_SENT, 1);
    a.jump(after);
    a.place(full);
    StackCopy.count(maps, a, Maps.COUNT_RING_FULL, 1);
    a.jump(after);
  }

  private static void end(Assembler a, Label out) {
    a.place(out);
    a.move(R0, 0);
    a.exit();
  }
}
