package dev.hotclub.remote.libc;

import java.util.Locale;

/// The numbers of the system calls that Hotclub makes; they differ by architecture.
///
/// Source: the kernel's `arch/x86/entry/syscalls/syscall_64.tbl` and
/// `include/uapi/asm-generic/unistd.h`.
public final class SystemCalls {
  private static final boolean X86_64 =
      switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
        case "amd64", "x86_64" -> true;
        default -> false;
      };

  public static final long OPENAT = X86_64 ? 257 : 56;
  public static final long MMAP = X86_64 ? 9 : 222;
  public static final long MUNMAP = X86_64 ? 11 : 215;
  public static final long IOCTL = X86_64 ? 16 : 29;
  public static final long FCNTL = X86_64 ? 72 : 25;
  public static final long KILL = X86_64 ? 62 : 129;
  public static final long PREAD64 = X86_64 ? 17 : 67;
  public static final long GETTID = X86_64 ? 186 : 178;
  public static final long PTRACE = X86_64 ? 101 : 117;
  public static final long CLOSE = X86_64 ? 3 : 57;
  public static final long SETPRIORITY = X86_64 ? 141 : 140;
  public static final long PRCTL = X86_64 ? 157 : 167;
  public static final long CLOCK_NANOSLEEP = X86_64 ? 230 : 115;
  public static final long WAITID = X86_64 ? 247 : 95;
  public static final long PERF_EVENT_OPEN = X86_64 ? 298 : 241;
  public static final long PROCESS_VM_READV = X86_64 ? 310 : 270;
  public static final long BPF = X86_64 ? 321 : 280;

  private SystemCalls() {}
}
