package dev.hotclub.remote.cpython;

import dev.hotclub.remote.process.ProcessFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the kernel compares when one process wants to read another.
///
/// @param target whose memory is asked for
/// @param asking who asks
/// @param undumpable whether `/proc` belongs to root although the process does not, which the
///   kernel does for processes that nobody may look into
/// @param yama `kernel.yama.ptrace_scope`, empty where the kernel has no Yama
record Standing(int pid, Party target, Party asking, boolean undumpable, String yama) {
  private static final Path YAMA = Path.of("/proc/sys/kernel/yama/ptrace_scope");
  private static final int CAP_SYS_PTRACE = 19;

  /// Rights of a process.
  ///
  /// @param user its name if there is one
  /// @param capabilities as a mask: those it may have, if it is the target; those it has, if it
  ///   asks
  record Party(long uid, long gid, String user, long capabilities) {
    boolean mayTrace() {
      return (capabilities >>> CAP_SYS_PTRACE & 1) == 1;
    }

    boolean isRoot() {
      return uid == 0;
    }
  }

  static Standing of(ProcessFiles target) {
    ProcessFiles self = new ProcessFiles((int) ProcessHandle.current().pid());
    Party theirs = party(target, "CapPrm");
    return new Standing(
        target.pid(),
        theirs,
        party(self, "CapEff"),
        !theirs.isRoot() && target.owner().filter(owner -> owner == 0).isPresent(),
        yamaScope());
  }

  private static Party party(ProcessFiles files, String capabilities) {
    long uid = files.statusNumber("Uid").orElse(-1L);
    long gid = files.statusNumber("Gid").orElse(-1L);
    return new Party(uid, gid, name(uid), mask(files.status(capabilities)));
  }

  private static long mask(String hex) {
    try {
      return Long.parseUnsignedLong(hex, 16);
    } catch (NumberFormatException unknown) {
      return 0;
    }
  }

  private static String name(long uid) {
    try {
      List<String> lines = Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1);
      for (String line : lines) {
        String[] fields = line.split(":", 4);
        if (fields.length == 4 && fields[2].equals(Long.toString(uid))) {
          return fields[0];
        }
      }
    } catch (IOException unreadable) {
      return "uid " + uid;
    }
    return "uid " + uid;
  }

  private static String yamaScope() {
    try {
      return Files.readString(YAMA).strip();
    } catch (IOException absent) {
      return "";
    }
  }
}
