package dev.hotclub.remote.kernel;

import dev.hotclub.remote.cpython.Attach;
import dev.hotclub.remote.cpython.AttachFailure;
import dev.hotclub.remote.cpython.PythonProcess;
import dev.hotclub.remote.cpython.PythonThread;
import dev.hotclub.remote.cpython.TargetGone;
import dev.hotclub.remote.memory.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/// An open kernel reader that names threads as they show up and keeps what it is told.
class Watching implements KernelEvents, AutoCloseable {
  final KernelReader reader;
  final Map<Integer, PythonProcess> processes = new HashMap<>();
  final Map<Integer, Long> tstates = new HashMap<>();
  final List<String> events = new ArrayList<>();
  long timers;
  long leaves;
  long enters;

  Watching(int ratePerSecond) {
    this.reader = opened(KernelReader.open(ratePerSecond));
  }

  Watching(int ratePerSecond, int ringBytes) {
    this.reader = opened(KernelReader.open(ratePerSecond, ringBytes));
  }

  static KernelReader opened(KernelReader.Opening opening) {
    return switch (opening) {
      case KernelReader.Opening.Opened(KernelReader reader) -> reader;
      case KernelReader.Opening.Refused(String reason) -> {
        System.out.println("not run: the kernel reader is refused: " + reason);
        Assumptions.abort(reason);
        throw new AssertionError();
      }
    };
  }

  /// Attaches to a process and watches it with the threads that it has.
  PythonProcess watch(int pid) {
    PythonProcess process =
        switch (PythonProcess.attach(pid)) {
          case Attach.Attached(PythonProcess attached) -> attached;
          case Attach.Failed(AttachFailure why) -> throw new AssertionError(why.message());
        };
    processes.put(pid, process);
    reader.watchProcess(
        pid,
        process.snapshotLayout(),
        new GilPlace(process.gil().lockedAddress(), process.gil().holderAddress()));
    name(process);
    return process;
  }

  PythonProcess process(int pid) {
    return Objects.requireNonNull(processes.get(pid));
  }

  /// Polls until something holds, at most a minute.
  void until(BooleanSupplier enough) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!enough.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            timers
                + " timer, "
                + leaves
                + " leave, "
                + enters
                + " enter, "
                + events
                + ", "
                + reader.counts());
      }
      reader.poll(this);
      Thread.onSpinWait();
    }
  }

  @Override
  public void timer(int tid, long nanos, long gilHolder, Snapshot stack) {
    timers++;
  }

  @Override
  public void leave(
      int tid,
      long nanos,
      long state,
      long call,
      long a,
      long b,
      long c,
      long gilHolder,
      Snapshot stack) {
    leaves++;
  }

  @Override
  public void enter(int tid, long nanos) {
    enters++;
  }

  @Override
  public void unknownThread(int tgid, int tid) {
    name(process(tgid));
  }

  private void name(PythonProcess process) {
    try {
      for (PythonThread thread : process.threads()) {
        if (tstates.put(thread.nativeId(), thread.tstate()) == null) {
          reader.watchThread(process.pid(), thread.nativeId(), thread.tstate());
          events.add("named " + thread.nativeId());
        }
      }
    } catch (TargetGone gone) {
      events.add("gone " + process.pid());
    }
  }

  @Override
  public void exited(int tgid, int tid) {
    events.add("exited " + tid);
  }

  @Override
  public void forked(int tgid, int childTgid) {
    events.add("forked " + childTgid);
  }

  @Override
  public void replaced(int tgid) {
    events.add("replaced " + tgid);
  }

  @Override
  public void close() {
    reader.close();
    processes.values().forEach(PythonProcess::close);
  }
}
