package dev.hotclub.remote.kernel;

/// Comparisons of a conditional jump, all unsigned (`BPF_JEQ` … in `linux/bpf.h`).
enum Condition {
  EQUAL(0x10, "=="),
  ABOVE(0x20, ">"),
  AT_LEAST(0x30, ">="),
  NOT_EQUAL(0x50, "!="),
  BELOW(0xa0, "<"),
  AT_MOST(0xb0, "<=");

  final int code;
  final String sign;

  Condition(int code, String sign) {
    this.code = code;
    this.sign = sign;
  }

  static String signOf(int code) {
    for (Condition condition : values()) {
      if (condition.code == code) {
        return condition.sign;
      }
    }
    return "?" + code;
  }
}
