package dev.hotclub.remote.cpython;

import dev.hotclub.remote.libc.Libc;
import dev.hotclub.remote.memory.ProcessMemory;
import dev.hotclub.remote.process.ProcessFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Optional;

/// Whether the kernel lets us read a process, and if not, what stands in the way.
///
/// The kernel's rule is `__ptrace_may_access` (`kernel/ptrace.c`): same user and group ids, or
/// `CAP_SYS_PTRACE`; the process must be dumpable, or we have that capability; then the security
/// modules, of which the one for capabilities asks that the process may have none that we lack, and
/// Yama for an ancestor or the capability.
final class Permission {
  private static final String CONTAINER =
      "add the capability: docker run --cap-add SYS_PTRACE, Kubernetes securityContext.capabilities.add: [SYS_PTRACE], systemd AmbientCapabilities=CAP_SYS_PTRACE";

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
      return answer == -Libc.EPERM ? Optional.of(explain(Standing.of(files))) : Optional.empty();
    }
  }

  AttachFailure unreadable(IOException why) {
    return new AttachFailure.NotPermitted(
        files.pid(),
        "its memory map cannot be read: " + why.getMessage(),
        new AttachFailure.Remedy.AsRoot());
  }

  /// Why a process in that position is refused.
  static AttachFailure explain(Standing standing) {
    Standing.Party target = standing.target();
    Standing.Party asking = standing.asking();
    if (asking.mayTrace()) {
      return standing.yama().equals("3")
          ? refused(
              standing,
              "Yama, kernel.yama.ptrace_scope=3, allows nobody until the next boot",
              new AttachFailure.Remedy.Setting(
                  "boot with a lower kernel.yama.ptrace_scope in /etc/sysctl.d"))
          : refused(
              standing,
              "a security module (SELinux, AppArmor, seccomp) or a user namespace stands in the way",
              new AttachFailure.Remedy.Setting(
                  "run it inside the process's own container, or outside of the confinement"));
    }
    if (asking.isRoot()) {
      return refused(standing, rootCause(standing), new AttachFailure.Remedy.Setting(CONTAINER));
    }
    if (target.uid() != asking.uid()) {
      return refused(
          standing,
          "owned by " + target.user() + "; you are " + asking.user(),
          target.isRoot()
              ? new AttachFailure.Remedy.AsRoot()
              : new AttachFailure.Remedy.AsOwner(target.user()));
    }
    return refused(standing, sameUserCause(standing), new AttachFailure.Remedy.AsRoot());
  }

  private static String rootCause(Standing standing) {
    String lack = "you are root without CAP_SYS_PTRACE";
    if (standing.target().uid() != standing.asking().uid()) {
      return "owned by " + standing.target().user() + "; " + lack;
    }
    return (standing.target().capabilities() & ~standing.asking().capabilities()) != 0
        ? "it has capabilities that you lack; " + lack
        : lack;
  }

  private static String sameUserCause(Standing standing) {
    if (standing.undumpable()) {
      return "it has made itself unreadable (PR_SET_DUMPABLE=0, or its program file may be executed but not read)";
    }
    if (standing.target().gid() != standing.asking().gid()) {
      return "it runs in group "
          + standing.target().gid()
          + ", you in group "
          + standing.asking().gid();
    }
    if ((standing.target().capabilities() & ~standing.asking().capabilities()) != 0) {
      return "it has capabilities that you lack";
    }
    return switch (standing.yama()) {
      case "1" -> "Yama, kernel.yama.ptrace_scope=1, allows only the processes that started it";
      case "2" -> "Yama, kernel.yama.ptrace_scope=2, allows only administrators";
      case "3" -> "Yama, kernel.yama.ptrace_scope=3, allows nobody until the next boot";
      default ->
          "a security module (SELinux, AppArmor, seccomp) or a user namespace stands in the way";
    };
  }

  private static AttachFailure refused(
      Standing standing, String cause, AttachFailure.Remedy remedy) {
    return new AttachFailure.NotPermitted(standing.pid(), cause, remedy);
  }
}
