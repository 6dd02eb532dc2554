package dev.hotclub.remote.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Assembles an eBPF program in memory: 64-bit arithmetic, loads and stores, calls of the kernel's
/// helpers, and jumps to labels, which may be placed later. What may be loaded is for the kernel's
/// verifier to say.
final class Assembler {
  /// A place in the program.
  static final class Label {
    private int index = -1;
  }

  private record Line(Instruction instruction, Label target) {}

  private static final Label NOWHERE = new Label();
  private final List<Line> lines = new ArrayList<>();
  private final Loops loops;

  /// How loops are shown to end.
  enum Loops {
    /// By the instruction `may_goto` (Linux 6.9): the verifier looks at a turn once.
    COUNTED_BY_KERNEL,
    /// By a counter that the verifier follows turn by turn.
    COUNTED_BY_PROGRAM
  }

  Assembler(Loops loops) {
    this.loops = loops;
  }

  /// Places a label that was used before, or will be.
  void place(Label label) {
    label.index = lines.size();
  }

  void move(Register to, Register from) {
    add(0xbf, to, from, 0, 0);
  }

  void move(Register to, int number) {
    add(0xb7, to, Register.R0, 0, number);
  }

  void moveMap(Register to, int mapFd) {
    lines.add(new Line(new Instruction(0x18, to.number, 1, 0, mapFd, -1), NOWHERE));
    lines.add(new Line(new Instruction(0, 0, 0, 0, 0, -1), NOWHERE));
  }

  void plus(Register to, Register from) {
    add(0x0f, to, from, 0, 0);
  }

  void plus(Register to, int number) {
    add(0x07, to, Register.R0, 0, number);
  }

  void minus(Register to, Register from) {
    add(0x1f, to, from, 0, 0);
  }

  void and(Register to, int number) {
    add(0x57, to, Register.R0, 0, number);
  }

  void or(Register to, int number) {
    add(0x47, to, Register.R0, 0, number);
  }

  void xor(Register to, int number) {
    add(0xa7, to, Register.R0, 0, number);
  }

  void shiftLeft(Register to, int bits) {
    add(0x67, to, Register.R0, 0, bits);
  }

  void shiftRight(Register to, int bits) {
    add(0x77, to, Register.R0, 0, bits);
  }

  void shiftRightSigned(Register to, int bits) {
    add(0xc7, to, Register.R0, 0, bits);
  }

  void load(Register to, Register base, int offset) {
    add(0x79, to, base, offset, 0);
  }

  void load4(Register to, Register base, int offset) {
    add(0x61, to, base, offset, 0);
  }

  void load1(Register to, Register base, int offset) {
    add(0x71, to, base, offset, 0);
  }

  void store(Register base, int offset, Register from) {
    add(0x7b, base, from, offset, 0);
  }

  void store4(Register base, int offset, Register from) {
    add(0x63, base, from, offset, 0);
  }

  void store(Register base, int offset, int number) {
    add(0x7a, base, Register.R0, offset, number);
  }

  void store4(Register base, int offset, int number) {
    add(0x62, base, Register.R0, offset, number);
  }

  void addAtomically(Register base, int offset, Register from) {
    add(0xdb, base, from, offset, 0);
  }

  void call(Helper helper) {
    add(0x85, Register.R0, Register.R0, 0, helper.number);
  }

  void exit() {
    add(0x95, Register.R0, Register.R0, 0, 0);
  }

  void jump(Label target) {
    line(0x05, Register.R0, Register.R0, 0, target);
  }

  void jumpIf(Register left, Condition condition, Register right, Label target) {
    line(0x0d | condition.code, left, right, 0, target);
  }

  void jumpIf(Register left, Condition condition, int right, Label target) {
    line(0x05 | condition.code, left, Register.R0, right, target);
  }

  /// Begins a loop: jumps to `out` after `mostTurns` at the latest. The counter lies on the stack.
  ///
  /// @return the place to jump back to
  Label loop(int mostTurns, int counterSlot, Label out) {
    Label top = new Label();
    if (loops == Loops.COUNTED_BY_KERNEL) {
      place(top);
      line(0xe5, Register.R0, Register.R0, 0, out);
      return top;
    }
    move(Register.R1, mostTurns);
    store(Register.FP, counterSlot, Register.R1);
    place(top);
    load(Register.R1, Register.FP, counterSlot);
    jumpIf(Register.R1, Condition.EQUAL, 0, out);
    plus(Register.R1, -1);
    store(Register.FP, counterSlot, Register.R1);
    return top;
  }

  Loops loops() {
    return loops;
  }

  int size() {
    return lines.size();
  }

  MemorySegment assemble(Arena arena) {
    MemorySegment code = arena.allocate((long) Instruction.BYTES * lines.size(), 8);
    for (int i = 0; i < lines.size(); i++) {
      resolved(i).write(code, (long) Instruction.BYTES * i);
    }
    return code;
  }

  /// The program as text, one instruction a line, numbered as the verifier numbers them.
  String disassemble() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = resolved(i).text();
      if (!line.isEmpty()) {
        text.append(i).append(": ").append(line).append('\n');
      }
    }
    return text.toString();
  }

  private Instruction resolved(int index) {
    Line line = lines.get(index);
    Instruction i = line.instruction;
    if (line.target == NOWHERE) {
      return i;
    }
    if (line.target.index < 0) {
      throw new IllegalStateException("instruction " + index + " jumps to a label never placed");
    }
    int distance = line.target.index - index - 1;
    if (distance != (short) distance) {
      throw new IllegalStateException("instruction " + index + " jumps too far: " + distance);
    }
    return new Instruction(
        i.operation(), i.to(), i.from(), distance, i.number(), line.target.index);
  }

  private void add(int operation, Register to, Register from, int offset, int number) {
    lines.add(
        new Line(new Instruction(operation, to.number, from.number, offset, number, -1), NOWHERE));
  }

  private void line(int operation, Register left, Register right, int number, Label target) {
    lines.add(
        new Line(new Instruction(operation, left.number, right.number, 0, number, -1), target));
  }
}
