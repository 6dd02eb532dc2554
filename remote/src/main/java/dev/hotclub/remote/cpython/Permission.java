package dev.hotclub.remote.cpython;

import dev.hotclub.remote.libc.Libc;
import dev.hotclub.remote.memory.ProcessMemory;
import dev.hotclub.remote.process.ProcessFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether the kernel lets us read a process, and if not, what stands in the way.
///
/// The kernel's rule is `__ptrace_may_access` (`kernel/ptrace.c`): same user and group ids, or
/// `CAP_SYS_PTRACE`; the process must be dumpable, or we have that capability; then the security
/// modules, of which Yama asks for an ancestor or the capability.
final class Permission {
  private static final int CAP_SYS_PTRACE = 19;
  private static final Path YAMA = Path.of("/proc/sys/kernel/yama/ptrace_scope");

  private final ProcessFiles files;
  private final ProcessMemory memory;

  Permission(ProcessFiles files, ProcessMemory memory) {
    this.files = files;
    this.memory = memory;
  }

  /// Empty if we may read. Asks the kernel by reading at address 0, which is never mapped:
  /// permitted means "bad address".
  Optional<AttachFailure> refusal() {
    try (Arena arena = Arena.ofConfined()) {
      memory.piece(0, 0, arena.allocate(1));
      long answer = memory.readPieces(1);
      if (answer == -Libc.ESRCH) {
        return Optional.of(new AttachFailure.NoSuchProcess(files.pid()));
      }
      return answer == -Libc.EPERM ? Optional.of(explain()) : Optional.empty();
    }
  }

  AttachFailure unreadable(IOException why) {
    return new AttachFailure.NotPermitted(
        files.pid(), "its memory map cannot be read: " + why.getMessage(), "run as root");
  }

  private AttachFailure explain() {
    ProcessFiles self = new ProcessFiles((int) ProcessHandle.current().pid());
    String owner = files.status("Uid").split("\\s+")[0];
    String us = self.status("Uid").split("\\s+")[0];
    boolean capable = capable(self);
    if (!owner.equals(us) && !capable) {
      return refused(
          us.equals("0")
              ? "it belongs to uid " + owner + "; this container or service lacks CAP_SYS_PTRACE"
              : "it belongs to uid " + owner + ", you are uid " + us,
          us.equals("0")
              ? "add the capability: docker run --cap-add SYS_PTRACE, Kubernetes securityContext.capabilities.add: [SYS_PTRACE], systemd AmbientCapabilities=CAP_SYS_PTRACE"
              : "run the command as that user or as root: sudo " + program());
    }
    String scope = yama();
    if (!capable && (scope.equals("1") || scope.equals("2"))) {
      return refused(
          "Yama, kernel.yama.ptrace_scope="
              + scope
              + ", allows only "
              + (scope.equals("1") ? "parents" : "administrators"),
          "run as root: sudo " + program() + "; or start the program with `hotclub record -- …`");
    }
    if (scope.equals("3")) {
      return refused(
          "Yama, kernel.yama.ptrace_scope=3, allows nobody until the next boot",
          "boot with another kernel.yama.ptrace_scope");
    }
    if (!capable) {
      return refused(
          "it has made itself undumpable (PR_SET_DUMPABLE=0, or its program file may be executed but not read)",
          "run as root: sudo " + program());
    }
    return refused(
        "a security module (SELinux, AppArmor, seccomp) or a user namespace stands in the way",
        "run in the process's own container or outside of the confinement");
  }

  private AttachFailure refused(String cause, String remedy) {
    return new AttachFailure.NotPermitted(files.pid(), cause, remedy);
  }

  private static boolean capable(ProcessFiles self) {
    String effective = self.status("CapEff");
    try {
      return (Long.parseUnsignedLong(effective, 16) >> CAP_SYS_PTRACE & 1) == 1;
    } catch (NumberFormatException unknown) {
      return false;
    }
  }

  private static String yama() {
    try {
      return Files.readString(YAMA).strip();
    } catch (IOException absent) {
      return "";
    }
  }

  private String program() {
    return "hotclub dump --pid " + files.pid();
  }
}
