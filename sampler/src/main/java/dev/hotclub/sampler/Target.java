package dev.hotclub.sampler;

import dev.hotclub.model.Activity;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.WaitReason;
import dev.hotclub.remote.cpython.PythonProcess;
import dev.hotclub.remote.cpython.PythonThread;
import dev.hotclub.remote.cpython.TargetGone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One process of a run, with the threads that are known of it.
final class Target implements AutoCloseable {
  private final PythonProcess process;
  private final WaitClassifier waits;
  private final Map<Integer, TrackedThread> threads = new HashMap<>();
  private final Set<Long> nameless = new HashSet<>();

  Target(PythonProcess process) {
    this.process = process;
    this.waits = new WaitClassifier(fd -> process.files().descriptor(fd));
  }

  PythonProcess process() {
    return process;
  }

  int pid() {
    return process.pid();
  }

  Collection<TrackedThread> threads() {
    return threads.values();
  }

  /// What changed in a process between two looks at its thread list.
  record Change(List<TrackedThread> come, List<TrackedThread> gone) {}

  /// Looks at the thread list again. Threads whose kernel id cannot be known are left out: nothing
  /// can be said of when they run.
  ///
  /// @throws TargetGone if the process has no Python thread any more
  Change refresh(Emitter emitter) throws TargetGone {
    List<TrackedThread> come = new ArrayList<>();
    Map<Integer, PythonThread> now = new HashMap<>();
    for (PythonThread thread : process.threads()) {
      if (thread.nativeId() != 0) {
        now.putIfAbsent(thread.nativeId(), thread);
      }
    }
    List<TrackedThread> gone = new ArrayList<>();
    threads
        .values()
        .removeIf(known -> {
          PythonThread same = now.get(known.nativeId());
          boolean over = same == null || same.tstate() != known.python().tstate();
          if (over) {
            gone.add(known);
          }
          return over;
        });
    for (PythonThread thread : now.values()) {
      if (!threads.containsKey(thread.nativeId())) {
        TrackedThread tracked = new TrackedThread(this, thread);
        threads.put(thread.nativeId(), tracked);
        nameless.add(thread.pythonId());
        come.add(tracked);
      }
    }
    if (!come.isEmpty() || !nameless.isEmpty()) {
      tellNames(come, emitter);
    }
    return new Change(come, gone);
  }

  /// A thread starts before it has its name, so names are asked for again until they are there.
  private void tellNames(List<TrackedThread> come, Emitter emitter) {
    Map<Long, String> names = process.threadNames();
    Set<TrackedThread> fresh = new HashSet<>(come);
    for (TrackedThread thread : threads.values()) {
      long id = thread.python().pythonId();
      String name = names.getOrDefault(id, "");
      boolean named = !name.isEmpty() && nameless.remove(id);
      if (named || fresh.contains(thread)) {
        emitter.thread(new ThreadInfo(pid(), thread.nativeId(), id, name));
      }
    }
  }

  /// Names a wait by the system call that a thread is in, the interpreter lock first.
  Activity waiting(long call, long first) {
    if (WaitingCall.of(call) == WaitingCall.FUTEX && process.gil().isWait(first)) {
      return new Activity.WaitingForGil();
    }
    return new Activity.Waiting(waits.classify(call, first));
  }

  /// Names a wait of which no system call is known.
  Activity waitingOutsideCall() {
    return process.files().state().equalsIgnoreCase("t")
        ? new Activity.Waiting(new WaitReason(WaitReason.Kind.STOPPED, "stopped"))
        : new Activity.Waiting(new WaitReason(WaitReason.Kind.DISK, "page fault or stop"));
  }

  @Override
  public void close() {
    threads.values().forEach(TrackedThread::close);
    process.close();
  }
}
