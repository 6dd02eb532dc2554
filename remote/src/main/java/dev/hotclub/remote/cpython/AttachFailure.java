package dev.hotclub.remote.cpython;

/// Why a process cannot be looked into, in words that say what to do.
public sealed interface AttachFailure {
  /// No process has this pid.
  record NoSuchProcess(int pid) implements AttachFailure {}

  /// It has ended and waits for its parent to notice.
  record Zombie(int pid) implements AttachFailure {}

  /// It is a part of the kernel.
  record KernelThread(int pid, String name) implements AttachFailure {}

  /// The process runs no CPython.
  ///
  /// @param program what it runs
  record NotPython(int pid, String program) implements AttachFailure {}

  /// CPython is there, but of a version that is not known.
  record UnsupportedVersion(int pid, String version) implements AttachFailure {}

  /// CPython is there, but nothing runs in it: it is starting or ending.
  record NotRunning(int pid) implements AttachFailure {}

  /// A program that was started for this is not there to be read.
  ///
  /// @param why a sentence about it
  record NoProgram(String why) implements AttachFailure {}

  /// The kernel refuses.
  ///
  /// @param cause what stands in the way
  record NotPermitted(int pid, String cause, Remedy remedy) implements AttachFailure {}

  /// What helps where the kernel refuses.
  sealed interface Remedy {
    record AsRoot() implements Remedy {}

    /// @param owner user name of the process
    record AsOwner(String owner) implements Remedy {}

    /// @param words what to change, in a sentence
    record Setting(String words) implements Remedy {}
  }

  /// One line, lower case, no full stop.
  ///
  /// @param command how the command that failed is started, for example `/usr/bin/hotclub dump`
  default String message(String command) {
    return switch (this) {
      case NoSuchProcess(int pid) ->
          "no process has pid %d: list Python processes with `pgrep -a python`".formatted(pid);
      case Zombie(int pid) ->
          "process %d has ended and only waits for its parent to notice: there is nothing left to read"
              .formatted(pid);
      case KernelThread(int pid, String name) ->
          "process %d is a thread of the kernel (%s): give the pid of a Python process"
              .formatted(pid, name);
      case NotPython(int pid, String program) ->
          "process %d is not a CPython process (it runs %s): give the pid of a Python process, or --subprocesses for the ones it started"
              .formatted(pid, program);
      case UnsupportedVersion(int pid, String version) ->
          "process %d runs CPython %s: versions 3.6 to 3.15 can be read".formatted(pid, version);
      case NotRunning(int pid) ->
          "process %d has a Python interpreter in which nothing runs: it is starting or ending, try again"
              .formatted(pid);
      case NoProgram(String why) -> why;
      case NotPermitted(int pid, String cause, Remedy remedy) ->
          "not allowed to read process %d (%s): %s"
              .formatted(
                  pid,
                  cause,
                  switch (remedy) {
                    case Remedy.AsRoot() ->
                        "run it as root: sudo %s --pid %d".formatted(command, pid);
                    case Remedy.AsOwner(String owner) ->
                        "run it as %s or root: sudo %s --pid %d".formatted(owner, command, pid);
                    case Remedy.Setting(String words) -> words;
                  });
    };
  }

  /// For whoever does not know how the command was started.
  default String message() {
    return message("hotclub dump");
  }
}
