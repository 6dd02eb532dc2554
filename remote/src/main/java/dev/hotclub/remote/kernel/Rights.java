package dev.hotclub.remote.kernel;

import dev.hotclub.remote.libc.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this process may do, and why the kernel said no.
final class Rights {
  private static final int CAP_SYS_ADMIN = 21;
  private static final int CAP_PERFMON = 38;
  private static final int CAP_BPF = 39;

  /// The inode of the pid namespace that the kernel starts with (`PROC_PID_INIT_INO`).
  private static final String INITIAL_PID_NAMESPACE = "pid:[4026531836]";

  private static final int ENOSYS = 38;

  private Rights() {}

  static boolean inInitialPidNamespace() {
    try {
      return INITIAL_PID_NAMESPACE.equals(
          Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString());
    } catch (IOException e) {
      return false;
    }
  }

  static boolean isForbidden(BpfRefusal refusal) {
    return refusal.error == Libc.EPERM || refusal.error == EACCES || refusal.error == ENOSYS;
  }

  private static final int EACCES = 13;

  static String explain(BpfRefusal refusal) {
    if (refusal.error == ENOSYS) {
      return "this kernel is built without bpf(2) or perf events";
    }
    if (!isForbidden(refusal)) {
      return refusal.reason;
    }
    long held = effectiveCapabilities();
    boolean bpf = has(held, CAP_BPF) || has(held, CAP_SYS_ADMIN);
    boolean perfmon = has(held, CAP_PERFMON) || has(held, CAP_SYS_ADMIN);
    if (!bpf || !perfmon) {
      return "needs root, or " + missing(bpf, perfmon);
    }
    if (lockdown()) {
      return "the kernel is locked down (/sys/kernel/security/lockdown)";
    }
    return "a container's seccomp profile or another security policy forbids it ("
        + refusal.reason
        + ")";
  }

  private static String missing(boolean bpf, boolean perfmon) {
    return !bpf && !perfmon
        ? "the capabilities CAP_BPF and CAP_PERFMON"
        : "the capability " + (bpf ? "CAP_PERFMON" : "CAP_BPF") + " as well";
  }

  private static boolean lockdown() {
    try {
      String mode = Files.readString(Path.of("/sys/kernel/security/lockdown"));
      return !mode.contains("[none]");
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean has(long held, int capability) {
    return (held >>> capability & 1) != 0;
  }

  private static long effectiveCapabilities() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("CapEff:")) {
          return Long.parseUnsignedLong(line.substring(7).strip(), 16);
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
