package dev.hotclub.remote.kernel;

/// The kernel functions that the programs call, by their fixed numbers (`BPF_FUNC_…` in
/// `linux/bpf.h`).
enum Helper {
  MAP_LOOKUP(1),
  MAP_UPDATE(2),
  MAP_DELETE(3),
  KTIME_GET_NANOS(5),
  CURRENT_PID_TGID(14),
  CURRENT_TASK(35),
  PROBE_READ_USER(112),
  PROBE_READ_KERNEL(113),
  RING_RESERVE(131),
  RING_SUBMIT(132),
  CURRENT_TASK_BTF(158),
  TASK_USER_REGISTERS(175);

  final int number;

  Helper(int number) {
    this.number = number;
  }

  static String nameOf(int number) {
    for (Helper helper : values()) {
      if (helper.number == number) {
        return helper.name();
      }
    }
    return "function " + number;
  }
}
