package dev.hotclub.remote.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/// One eBPF instruction, eight bytes (RFC 9669): operation, two registers, an offset and a number.
///
/// @param target where a jump leads, -1 if it is no jump
record Instruction(int operation, int to, int from, int offset, int number, int target) {
  static final int BYTES = 8;

  private static final int CLASS = 7;
  private static final int CLASS_LOAD_WIDE = 0;
  private static final int CLASS_LOAD = 1;
  private static final int CLASS_STORE_NUMBER = 2;
  private static final int CLASS_STORE = 3;
  private static final int CLASS_JUMP = 5;
  private static final int CLASS_ALU = 7;
  private static final int FROM_REGISTER = 8;
  private static final String[] SIZES = {"4", "2", "1", "8"};
  private static final String[] ARITHMETIC = {
    "+=", "-=", "*=", "/=", "|=", "&=", "<<=", ">>=", "-", "%=", "^=", "=", "s>>="
  };

  void write(MemorySegment into, long at) {
    into.set(JAVA_BYTE, at, (byte) operation);
    into.set(JAVA_BYTE, at + 1, (byte) (to | from << 4));
    into.set(JAVA_SHORT, at + 2, (short) offset);
    into.set(JAVA_INT, at + 4, number);
  }

  /// The instruction as a person reads it.
  String text() {
    return switch (operation & CLASS) {
      case CLASS_LOAD_WIDE ->
          operation == 0 ? "" : reg(to) + " = " + (from == 1 ? "map " : "") + number;
      case CLASS_LOAD -> reg(to) + " = " + place(from);
      case CLASS_STORE_NUMBER -> place(to) + " = " + number;
      case CLASS_STORE -> place(to) + (operation == 0xdb ? " += " : " = ") + reg(from);
      case CLASS_JUMP -> jump();
      case CLASS_ALU -> reg(to) + " " + ARITHMETIC[(operation >> 4) % 13] + " " + operand();
      default -> "? " + operation;
    };
  }

  private String jump() {
    return switch (operation) {
      case 0x05 -> "goto " + target;
      case 0x85 -> "call " + Helper.nameOf(number);
      case 0x95 -> "exit";
      case 0xe5 -> "after too many turns goto " + target;
      default ->
          "if "
              + reg(to)
              + " "
              + Condition.signOf(operation & 0xf0)
              + " "
              + operand()
              + " goto "
              + target;
    };
  }

  private String operand() {
    return (operation & FROM_REGISTER) != 0 ? reg(from) : Integer.toString(number);
  }

  private String place(int register) {
    return "u" + SIZES[operation >> 3 & 3] + "[" + reg(register) + " + " + offset + "]";
  }

  private static String reg(int number) {
    return number == Register.FP.number ? "fp" : "r" + number;
  }
}
