package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import dev.hotclub.remote.process.ProcessFiles;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The kernel's ids of threads that CPython knows by other names.
///
/// From 3.11 on CPython keeps the id, as the target's pid namespace has it. Before, it keeps only
/// the C library's `pthread_t`, which is the address of the thread's control block, where the
/// library keeps the id: glibc on x86-64 at byte 720 (`struct pthread.tid`), elsewhere wherever the
/// main thread's control block says the pid.
final class NativeIds {
  private static final int GLIBC_X86_64 = 720;

  /// No C library's control block has the id farther in.
  private static final int FARTHEST = 2048;

  private final ProcessFiles files;
  private final Peek peek;
  private int tidOffset = -1;

  NativeIds(ProcessFiles files, Peek peek) {
    this.files = files;
    this.peek = peek;
  }

  /// The tasks of the process by their id in its own pid namespace, with our ids as values.
  Map<Integer, Integer> tasks() {
    Map<Integer, Integer> byInner = new HashMap<>();
    List<Integer> tasks = files.tasks();
    boolean otherNamespace = files.status("NSpid").split("\\s+").length > 1;
    for (int task : tasks) {
      byInner.put(otherNamespace ? inner(task) : task, task);
    }
    return byInner;
  }

  private static int inner(int task) {
    String[] numbers = new ProcessFiles(task).status("NSpid").split("\\s+");
    try {
      return Integer.parseInt(numbers[numbers.length - 1]);
    } catch (NumberFormatException gone) {
      return task;
    }
  }

  /// @param nativeId what CPython has, 0 before 3.11
  /// @param pthread the C library's handle
  /// @param claimed ids that other thread states have; the answer is added
  /// @return our id for the thread; 0 if it cannot be known
  int resolve(long nativeId, long pthread, Map<Integer, Integer> tasks, Set<Integer> claimed) {
    Integer known =
        nativeId > 0 && nativeId <= Integer.MAX_VALUE ? tasks.get((int) nativeId) : null;
    if (known == null || claimed.contains(known)) {
      // a forked child's main thread may still carry its parent's id
      known = tasks.get(controlBlockId(pthread, tasks));
    }
    if (known == null || !claimed.add(known)) {
      return 0;
    }
    return known;
  }

  private int controlBlockId(long pthread, Map<Integer, Integer> tasks) {
    if (tidOffset < 0) {
      tidOffset = findOffset(pthread, tasks);
    }
    if (tidOffset < 0) {
      return 0;
    }
    try {
      return peek.half(pthread + tidOffset);
    } catch (UnmappedAddress gone) {
      return 0;
    }
  }

  private int findOffset(long pthread, Map<Integer, Integer> tasks) {
    Set<Integer> ids = new HashSet<>(tasks.keySet());
    try {
      if (ids.contains(peek.half(pthread + GLIBC_X86_64))) {
        return GLIBC_X86_64;
      }
      for (int at = 0; at < FARTHEST; at += 4) {
        if (ids.contains(peek.half(pthread + at))) {
          return at;
        }
      }
    } catch (UnmappedAddress end) {
      return -1;
    }
    return -1;
  }
}
