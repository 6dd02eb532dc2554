package dev.hotclub.remote.kernel;

/// The registers of an eBPF program. A call takes `R1` to `R5`, answers in `R0` and keeps `R6` to
/// `R9`; `FP` is the end of a 512-byte stack.
enum Register {
  R0(0),
  R1(1),
  R2(2),
  R3(3),
  R4(4),
  R5(5),
  R6(6),
  R7(7),
  R8(8),
  R9(9),
  FP(10);

  final int number;

  Register(int number) {
    this.number = number;
  }

  @Override
  public String toString() {
    return this == FP ? "fp" : "r" + number;
  }
}
