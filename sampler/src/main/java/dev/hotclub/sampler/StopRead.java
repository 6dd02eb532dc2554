package dev.hotclub.sampler;

import dev.hotclub.model.Exactness;
import dev.hotclub.model.Reader;
import dev.hotclub.remote.cpython.StackParser;
import dev.hotclub.remote.cpython.StackRead;
import dev.hotclub.remote.memory.Snapshot;
import dev.hotclub.remote.memory.UnmappedAddress;
import dev.hotclub.remote.process.TaskState;
import dev.hotclub.remote.ptrace.PauseBudget;
import dev.hotclub.remote.ptrace.StopCounts;
import dev.hotclub.remote.ptrace.StopOutcome;
import dev.hotclub.remote.ptrace.ThreadStop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what runs while it is held for some microseconds, as far as its budget goes; beyond it,
/// and where a thread cannot be held, as it runs.
///
/// Only the copy is made while the thread stands; it is decoded afterwards.
final class StopRead implements LookSource.RunningRead {
  private final Pausing pausing;
  private final Map<Integer, ThreadStop> stops = new HashMap<>();
  private final Map<TrackedThread, PauseBudget> budgets = new HashMap<>();
  private final Set<Integer> leftAlone = new HashSet<>();
  private final List<String> notes = new ArrayList<>();
  private final PlainRead plain = new PlainRead();
  private long heldByGoneNanos;
  private boolean pending;

  StopRead(Pausing pausing) {
    this.pausing = pausing;
  }

  /// Why this process must not be held, if so: somebody else holds it already.
  static Optional<String> tracer(int pid) {
    try (ThreadStop stop = new ThreadStop(pid)) {
      return stop.tracer().map(tracer -> traced(pid, tracer));
    }
  }

  private static String traced(int pid, StopOutcome.TracedBy tracer) {
    String by = tracer.command().isEmpty() ? "" : " (" + tracer.command() + ")";
    return "process "
        + pid
        + " is traced by "
        + tracer.pid()
        + by
        + " already: it is read without being held";
  }

  @Override
  public Reader reader() {
    return Reader.STOP;
  }

  @Override
  public Result read(TrackedThread thread) throws UnmappedAddress {
    if (leftAlone.contains(thread.pid())) {
      return plain.read(thread);
    }
    long now = System.nanoTime();
    PauseBudget budget = budgets.get(thread);
    if (budget == null && pausing instanceof Pausing.Budget(double share)) {
      budget = new PauseBudget(share, now);
      budgets.put(thread, budget);
    }
    if (budget != null && !budget.allows(now)) {
      return plain.read(thread);
    }
    ThreadStop stop = stops.computeIfAbsent(thread.pid(), ThreadStop::new);
    Copying copying = new Copying(thread);
    StopOutcome outcome = stop.stop(thread.nativeId(), thread.state(), copying);
    return switch (outcome) {
      case StopOutcome.Held(long heldNanos) -> {
        charge(budget, heldNanos);
        yield copying.result();
      }
      case StopOutcome.AtRest() -> resting(thread);
      case StopOutcome.Late(long waitedNanos) -> {
        pending = true;
        charge(budget, waitedNanos);
        yield plain.read(thread);
      }
      case StopOutcome.Gone() -> throw new UnmappedAddress(thread.python().tstate(), 0);
      case StopOutcome.TracedBy by -> {
        leaveAlone(thread.pid(), traced(thread.pid(), by));
        yield plain.read(thread);
      }
      case StopOutcome.NotPermitted(String reason) -> {
        leaveAlone(
            thread.pid(), "process " + thread.pid() + " is read without being held: " + reason);
        yield plain.read(thread);
      }
    };
  }

  private static void charge(@Nullable PauseBudget budget, long nanos) {
    if (budget != null) {
      budget.charge(System.nanoTime(), nanos);
    }
  }

  private void leaveAlone(int pid, String why) {
    if (leftAlone.add(pid)) {
      notes.add(why);
    }
  }

  /// It fell asleep since it was seen on a processor.
  private static Result resting(TrackedThread thread) throws UnmappedAddress {
    long before = thread.state().timeslices();
    StackRead read = LookSource.read(thread);
    boolean proved = before != TaskState.UNKNOWN && thread.state().timeslices() == before;
    return new Result(read, proved ? Exactness.EXACT : Exactness.APPROXIMATE);
  }

  /// What happens while a thread stands: as little as possible.
  private static final class Copying implements Runnable {
    private final TrackedThread thread;
    private @Nullable Snapshot snapshot;
    private @Nullable UnmappedAddress failure;

    Copying(TrackedThread thread) {
      this.thread = thread;
    }

    @Override
    public void run() {
      try {
        snapshot = thread.target().process().look().read(thread.python());
      } catch (UnmappedAddress gone) {
        failure = gone;
      }
    }

    Result result() throws UnmappedAddress {
      if (snapshot == null) {
        throw failure != null ? failure : new UnmappedAddress(thread.python().tstate(), 0);
      }
      StackParser parser = thread.target().process().parser();
      return new Result(parser.parse(snapshot), Exactness.EXACT);
    }
  }

  @Override
  public void gone(TrackedThread thread) {
    budgets.remove(thread);
  }

  @Override
  public void service() {
    if (pending) {
      pending = false;
      for (ThreadStop stop : stops.values()) {
        pending |= stop.service() > 0;
      }
    }
  }

  @Override
  public boolean pending() {
    return pending;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Duration held() {
    long nanos = heldByGoneNanos;
    for (ThreadStop stop : stops.values()) {
      StopCounts counts = stop.counts();
      nanos += counts.heldNanos();
    }
    return Duration.ofNanos(nanos);
  }

  @Override
  public void processGone(int pid) {
    ThreadStop stop = stops.remove(pid);
    if (stop != null) {
      heldByGoneNanos += stop.counts().heldNanos();
      stop.close();
    }
    leftAlone.remove(pid);
  }

  @Override
  public void close() {
    stops.values().forEach(ThreadStop::close);
  }
}
