package dev.hotclub.model;

import java.util.List;

/// One process of a recording.
///
/// @param pid as the profiler's own pid namespace numbers it
/// @param parentPid 0 where unknown
/// @param command the arguments it was started with; empty where they cannot be read
/// @param python the interpreter's version and build, for example `3.12.1` or `3.14.0
///   free-threaded`
public record ProcessInfo(int pid, int parentPid, List<String> command, String python) {
  public ProcessInfo {
    command = List.copyOf(command);
  }
}
