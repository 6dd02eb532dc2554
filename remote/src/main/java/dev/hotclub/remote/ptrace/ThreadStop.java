package dev.hotclub.remote.ptrace;

import dev.hotclub.remote.libc.Libc;
import dev.hotclub.remote.libc.SystemCalls;
import dev.hotclub.remote.process.ProcessFiles;
import dev.hotclub.remote.process.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Holds single threads of one process for the length of one look.
///
/// The thread is traced only from shortly before the look until right after it, about 30
/// microseconds, not for the length of a recording: a traced thread stops at *every* signal until
/// its tracer answers, and even signals that it ignores end its sleep in `epoll_wait`. Only a
/// thread that is on a processor is stopped. What the stop could break is mended: a signal that
/// arrives under it is handed on with the same call that lets the thread go; a system call that it
/// interrupts goes on (`InterruptedCall`); a process that is stopped as a whole (SIGSTOP) stays so;
/// a thread that ends is reaped. Nothing is consumed before it is passed on, so that our death at
/// any instant leaves the target running with all its signals.
///
/// The kernel knows a tracer by its kernel thread: all calls must come from one platform thread,
/// the first to call. A thread that came late to its stop is held until `service` is called.
public final class ThreadStop implements AutoCloseable {
  /// A running thread stops within 5 to 20 microseconds, an idle virtual processor wakes within 50.
  /// Whoever is not there after this waits for a processor itself: perhaps for ours.
  private static final long SPIN_NANOS = 200_000;

  /// Short beside a scheduler's timeslice (3 ms), long enough to give the processor away.
  private static final long NAP_NANOS = 50_000;

  /// Half a period at 100 samples a second: waiting longer would cost the next sample too.
  private static final long PATIENCE_NANOS = 5_000_000;

  /// A thread that is still not there at the end is freed by the kernel when our thread ends.
  private static final long FAREWELL_NANOS = 100_000_000;

  private static final int PRIO_PROCESS = 0;
  private static final int THIS_THREAD = 0;

  /// The highest "nice" precedence; our few microseconds a sample take nothing from anybody.
  private static final int FIRST = -20;

  private static final int LONGEST_COMMAND = 200;

  private final int pid;
  private final boolean ownChild;
  private final Ptrace ptrace = new Ptrace();
  private final InterruptedCall interruptedCall = new InterruptedCall(ptrace);
  private final List<Integer> unfinished = new ArrayList<>();
  private Optional<Thread> owner = Optional.empty();
  private long stops;
  private long late;
  private long passedSignals;
  private long heldNanos;

  /// Touches nothing yet.
  public ThreadStop(int pid) {
    this.pid = pid;
    this.ownChild = new ProcessFiles(pid).parent() == ProcessHandle.current().pid();
  }

  /// Who traces the process, before anything is tried.
  public Optional<StopOutcome.TracedBy> tracer() {
    return tracer(pid);
  }

  /// Stops a thread if it is on a processor, looks, and lets it go.
  ///
  /// @param state of the same thread
  /// @param look should only copy; it runs exactly if the outcome is `Held`
  public StopOutcome stop(int tid, TaskState state, Runnable look) {
    claim();
    if (service() > 0 && unfinished.contains(tid)) {
      return new StopOutcome.Late(0);
    }
    return switch (state.place()) {
      case RUNNING -> stopAll(List.of(tid), look);
      case IN_CALL, OUTSIDE_CALL -> new StopOutcome.AtRest();
      case GONE -> new StopOutcome.Gone();
      case UNKNOWN ->
          new StopOutcome.NotPermitted("cannot see whether thread " + tid + " is on a processor");
    };
  }

  /// Stops all of these threads that are on a processor, looks once, and lets them go. Threads that
  /// have ended meanwhile are passed over.
  ///
  /// @param states by thread id
  /// @param look runs exactly if the outcome is `Held`
  public StopOutcome stopAll(Map<Integer, TaskState> states, Runnable look) {
    claim();
    if (service() > 0) {
      return new StopOutcome.Late(0);
    }
    List<Integer> running = new ArrayList<>();
    states.forEach((tid, state) -> {
      if (state.place() == TaskState.Place.RUNNING) {
        running.add(tid);
      }
    });
    return running.isEmpty() ? new StopOutcome.AtRest() : stopAll(running, look);
  }

  private StopOutcome stopAll(List<Integer> tids, Runnable look) {
    List<Integer> seized = new ArrayList<>(tids.size());
    for (int tid : tids) {
      Optional<StopOutcome> refused = seize(tid);
      if (refused.isEmpty()) {
        seized.add(tid);
      }
      if (refused.isPresent() && !(refused.get() instanceof StopOutcome.Gone)) {
        unfinished.addAll(seized);
        seized.forEach(ptrace::interrupt);
        service();
        return refused.get();
      }
    }
    return seized.isEmpty() ? new StopOutcome.Gone() : hold(seized, look);
  }

  private Optional<StopOutcome> seize(int tid) {
    long answer = ptrace.seize(tid);
    if (answer == -Libc.EPERM && tracer(tid).isEmpty()) {
      // another profiler may just have let it go
      answer = ptrace.seize(tid);
    }
    if (answer == 0) {
      return Optional.empty();
    }
    if (answer == -Libc.ESRCH || ended(tid)) {
      return Optional.of(new StopOutcome.Gone());
    }
    long error = -answer;
    return Optional.of(
        tracer(tid)
            .<StopOutcome>map(tracer -> tracer)
            .orElseGet(() ->
                new StopOutcome.NotPermitted(
                    "thread " + tid + " cannot be traced: " + Libc.message(error))));
  }

  private StopOutcome hold(List<Integer> tids, Runnable look) {
    long asked = System.nanoTime();
    tids.forEach(ptrace::interrupt);
    List<Integer> standing = new ArrayList<>(tids.size());
    long since = Long.MAX_VALUE;
    int missing = 0;
    try {
      for (int tid : tids) {
        long stood = await(tid, asked);
        if (stood == NEVER) {
          missing++;
          unfinished.add(tid);
        } else if (stood != GONE) {
          standing.add(tid);
          since = Math.min(since, stood);
        }
      }
      if (missing == 0 && !standing.isEmpty()) {
        look.run();
      }
    } finally {
      standing.forEach(this::release);
    }
    long now = System.nanoTime();
    late += missing;
    if (!standing.isEmpty()) {
      stops += standing.size();
      heldNanos += (now - since) * standing.size();
    }
    if (missing > 0) {
      return new StopOutcome.Late(now - asked);
    }
    return standing.isEmpty() ? new StopOutcome.Gone() : new StopOutcome.Held(now - since);
  }

  private static final long NEVER = Long.MIN_VALUE;
  private static final long GONE = Long.MIN_VALUE + 1;

  /// Waits until the thread stands, first by spinning: a sleeping wait is woken so late that it
  /// doubles the time the thread is held.
  ///
  /// @return since when it may have stood, or `NEVER`, or `GONE`
  private long await(int tid, long asked) {
    long possiblySince = asked;
    while (true) {
      switch (ptrace.look(tid)) {
        case TRAP, SIGNAL, GROUP_STOP -> {
          interruptedCall.repair(tid);
          return possiblySince;
        }
        case ENDED -> {
          reap(tid);
          return GONE;
        }
        case NOT_OURS -> {
          lostSight(tid);
          return GONE;
        }
        case NOTHING -> {
          long now = System.nanoTime();
          if (now - asked > PATIENCE_NANOS) {
            return NEVER;
          }
          if (now - asked > SPIN_NANOS) {
            LockSupport.parkNanos(NAP_NANOS);
            possiblySince = now;
          }
        }
      }
    }
  }

  /// Lets go a thread that stands. What it stands for is asked again: it may have been killed.
  private void release(int tid) {
    Ptrace.Event event = ptrace.look(tid);
    switch (event) {
      case TRAP, SIGNAL, GROUP_STOP -> {
        if (ptrace.detach(tid, ptrace.signal()) < 0) {
          unfinished.add(tid);
        } else if (event == Ptrace.Event.SIGNAL) {
          passedSignals++;
        }
      }
      case ENDED -> reap(tid);
      case NOT_OURS -> lostSight(tid);
      case NOTHING -> unfinished.add(tid);
    }
  }

  /// A thread that begins another program takes its process's first id, and our trace with it.
  private void lostSight(int tid) {
    if (tid != pid && new ProcessFiles(pid).tracer() != 0 && !unfinished.contains(pid)) {
      unfinished.add(pid);
    }
  }

  /// An own child's exit status belongs to whoever started it.
  private void reap(int tid) {
    if (!ownChild || tid != pid) {
      ptrace.reap(tid);
    }
  }

  /// Lets go the threads that came late to their stop. Costs nothing if there are none; else to be
  /// called every millisecond.
  ///
  /// @return how many are still to come
  public int service() {
    if (unfinished.isEmpty()) {
      return 0;
    }
    claim();
    List<Integer> waiting = List.copyOf(unfinished);
    unfinished.clear();
    for (int tid : waiting) {
      switch (ptrace.look(tid)) {
        case TRAP, SIGNAL, GROUP_STOP -> {
          interruptedCall.repair(tid);
          release(tid);
        }
        case ENDED -> reap(tid);
        case NOT_OURS -> lostSight(tid);
        case NOTHING -> unfinished.add(tid);
      }
    }
    return unfinished.size();
  }

  public StopCounts counts() {
    return new StopCounts(stops, late, passedSignals, interruptedCall.restarted(), heldNanos);
  }

  private static Optional<StopOutcome.TracedBy> tracer(int tid) {
    int tracer = new ProcessFiles(tid).tracer();
    if (tracer == 0) {
      return Optional.empty();
    }
    String command = String.join(" ", new ProcessFiles(tracer).command()).replace('\n', ' ');
    return Optional.of(
        new StopOutcome.TracedBy(
            tracer, command.substring(0, Math.min(command.length(), LONGEST_COMMAND))));
  }

  private static boolean ended(int tid) {
    return switch (new ProcessFiles(tid).state()) {
      case "", "Z", "X" -> true;
      case String _ -> false;
    };
  }

  private void claim() {
    Thread current = Thread.currentThread();
    if (owner.isEmpty()) {
      if (current.isVirtual()) {
        throw new IllegalStateException("a tracer must be a platform thread");
      }
      owner = Optional.of(current);
      hurry();
    }
    if (owner.get() != current) {
      throw new IllegalStateException(
          "process " + pid + " is traced by " + owner.get() + ", not by " + current);
    }
  }

  /// On a busy machine we would wait for a processor ourselves while somebody is held for us. Root
  /// may ask for precedence; where it is refused, all stays as it was.
  private static void hurry() {
    long ignored = Libc.syscall(SystemCalls.SETPRIORITY, PRIO_PROCESS, THIS_THREAD, FIRST, 0, 0, 0);
  }

  /// Waits for late threads a moment and lets them go.
  @Override
  public void close() {
    long end = System.nanoTime() + FAREWELL_NANOS;
    while (service() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(NAP_NANOS);
    }
  }
}
