package dev.hotclub.sampler;

import dev.hotclub.remote.cpython.PythonProcess;
import dev.hotclub.remote.cpython.PythonThread;
import dev.hotclub.remote.cpython.TargetGone;
import dev.hotclub.remote.memory.UnmappedAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Looks once at every thread of a process.
///
/// There is no kernel reader here: it would have to wait for its threads' next tick or switch.
public final class Dumper {
  private Dumper() {}

  /// @throws TargetGone if the process ended meanwhile
  public static ProcessDump dump(
      PythonProcess process, LocalsDetail locals, ReaderChoice reader, Pausing pausing)
      throws TargetGone {
    long start = System.nanoTime();
    List<ThreadDump> threads = new ArrayList<>();
    int unread = 0;
    Target target = new Target(process);
    List<PythonThread> all = process.threads();
    Map<Long, String> names = process.threadNames();
    Variables variables = new Variables(process, locals);
    try (OnceStop stop = new OnceStop(process.pid(), reader, pausing)) {
      ThreadDumper dumper = new ThreadDumper(stop, variables);
      for (PythonThread thread : all) {
        try (TrackedThread tracked = new TrackedThread(target, thread)) {
          threads.add(dumper.dump(tracked, names.getOrDefault(thread.pythonId(), "")));
        } catch (UnmappedAddress gone) {
          unread++;
        }
      }
      if (threads.isEmpty()) {
        throw new TargetGone(process.pid(), process.files().exists() ? "changed" : "has ended");
      }
      return new ProcessDump(
          process.info(),
          threads,
          process.collecting(),
          stop.held(),
          Duration.ofNanos(System.nanoTime() - start),
          unread,
          stop.note());
    }
  }
}
