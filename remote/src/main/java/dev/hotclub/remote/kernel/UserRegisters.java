package dev.hotclub.remote.kernel;

import static dev.hotclub.remote.kernel.Register.R0;
import static dev.hotclub.remote.kernel.Register.R1;
import static dev.hotclub.remote.kernel.Register.R6;

import java.util.Locale;

/// Whether and where a program finds the system call that the running thread is in.
///
/// Source: `struct pt_regs` in `arch/x86/include/asm/ptrace.h` and
/// `arch/arm64/include/asm/ptrace.h`.
enum UserRegisters {
  X86_64(120, 112, 104, 96),
  AARCH64(280, 272, 8, 16),
  /// The kernel has no type information (`CONFIG_DEBUG_INFO_BTF`) or is older than 5.15.
  UNREADABLE(-1, -1, -1, -1);

  private final int call;
  private final int a;
  private final int b;
  private final int c;

  UserRegisters(int call, int a, int b, int c) {
    this.call = call;
    this.a = a;
    this.b = b;
    this.c = c;
  }

  static UserRegisters ofThisMachine() {
    return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64" -> AARCH64;
      default -> UNREADABLE;
    };
  }

  /// Writes call and arguments into the record in `R6`.
  void write(Assembler assembler) {
    if (this == UNREADABLE) {
      assembler.store(R6, RingRecord.CALL, -1);
      return;
    }
    assembler.call(Helper.CURRENT_TASK_BTF);
    assembler.move(R1, R0);
    assembler.call(Helper.TASK_USER_REGISTERS);
    if (this == AARCH64) {
      assembler.load4(R1, R0, call);
      assembler.shiftLeft(R1, 32);
      assembler.shiftRightSigned(R1, 32);
    } else {
      assembler.load(R1, R0, call);
    }
    assembler.store(R6, RingRecord.CALL, R1);
    assembler.load(R1, R0, a);
    assembler.store(R6, RingRecord.ARGUMENTS, R1);
    assembler.load(R1, R0, b);
    assembler.store(R6, RingRecord.ARGUMENTS + 8, R1);
    assembler.load(R1, R0, c);
    assembler.store(R6, RingRecord.ARGUMENTS + 16, R1);
  }
}
