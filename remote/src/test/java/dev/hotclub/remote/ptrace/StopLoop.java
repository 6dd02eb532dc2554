package dev.hotclub.remote.ptrace;

import dev.hotclub.remote.process.ProcessFiles;
import dev.hotclub.remote.process.TaskState;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// Stops every running thread of a process at a rate, as a sampler does.
final class StopLoop implements AutoCloseable {
  /// Until when a loop runs.
  interface Condition {
    boolean holds() throws IOException;
  }

  private final ProcessFiles files;
  private final ThreadStop stop;
  private final Map<Integer, TaskState> states = new HashMap<>();
  private long looks;
  private StopOutcome last = new StopOutcome.AtRest();

  StopLoop(int pid) {
    files = new ProcessFiles(pid);
    stop = new ThreadStop(pid);
  }

  void runWhile(Condition condition, int ratePerSecond) throws IOException {
    long period = 1_000_000_000L / ratePerSecond;
    long next = System.nanoTime();
    for (long tick = 0; condition.holds(); tick++) {
      if (tick % 16 == 0) {
        meetThreads();
      }
      states.forEach(this::once);
      next = Math.max(next + period, System.nanoTime());
      while (System.nanoTime() < next) {
        LockSupport.parkNanos(Math.min(next - System.nanoTime(), 1_000_000));
        int _ = stop.service();
      }
    }
  }

  private void once(int tid, TaskState state) {
    last = stop.stop(tid, state, () -> looks++);
  }

  private void meetThreads() {
    var present = files.tasks();
    states
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !present.contains(entry.getKey());
          if (gone) {
            entry.getValue().close();
          }
          return gone;
        });
    present.forEach(tid -> states.computeIfAbsent(tid, _ -> new TaskState(files.pid(), tid)));
  }

  StopOutcome last() {
    return last;
  }

  long looks() {
    return looks;
  }

  StopCounts counts() {
    return stop.counts();
  }

  @Override
  public void close() {
    stop.close();
    states.values().forEach(TaskState::close);
  }
}
