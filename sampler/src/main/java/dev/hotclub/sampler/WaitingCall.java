package dev.hotclub.sampler;

import java.util.Locale;

/// The families of system calls that a Python thread waits in.
///
/// Numbers: the kernel's `arch/x86/entry/syscalls/syscall_64.tbl` and
/// `include/uapi/asm-generic/unistd.h` (aarch64).
enum WaitingCall {
  NONE,
  FUTEX,
  SLEEP,
  SELECT,
  POLL,
  EPOLL,
  SOCKET,
  TRANSFER,
  DISK,
  PROCESS,
  OTHER;

  private static final boolean X86_64 =
      switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
        case "amd64", "x86_64" -> true;
        default -> false;
      };

  static WaitingCall of(long number) {
    if (number < 0 || number > 1000) {
      return NONE;
    }
    return X86_64 ? ofX86((int) number) : ofGeneric((int) number);
  }

  private static WaitingCall ofX86(int number) {
    return switch (number) {
      case 202 -> FUTEX;
      case 35, 230 -> SLEEP; // nanosleep, clock_nanosleep
      case 23, 270 -> SELECT; // select, pselect6
      case 7, 271 -> POLL; // poll, ppoll
      case 232, 281, 441 -> EPOLL; // epoll_wait, epoll_pwait, epoll_pwait2
      case 42, 43, 44, 45, 46, 47, 288, 299, 307 -> SOCKET; // connect accept send recv, their kin
      case 0, 1, 17, 18, 19, 20, 40, 275, 295, 296 ->
          TRANSFER; // read, write, sendfile, splice, their kin
      case 74, 75, 26, 162, 277, 306 ->
          DISK; // fsync, fdatasync, msync, sync, sync_file_range, syncfs
      case 61, 247 -> PROCESS; // wait4, waitid
      default -> OTHER;
    };
  }

  private static WaitingCall ofGeneric(int number) {
    return switch (number) {
      case 98 -> FUTEX;
      case 101, 115 -> SLEEP;
      case 72 -> SELECT;
      case 73 -> POLL;
      case 22, 441 -> EPOLL;
      case 202, 203, 206, 207, 211, 212, 242, 243, 269 -> SOCKET;
      case 63, 64, 65, 66, 67, 68, 69, 70, 71, 76 -> TRANSFER;
      case 82, 83, 227, 81, 84, 267 -> DISK;
      case 260, 95 -> PROCESS;
      default -> OTHER;
    };
  }
}
