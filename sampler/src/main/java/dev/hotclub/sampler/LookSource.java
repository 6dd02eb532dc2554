package dev.hotclub.sampler;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Reader;
import dev.hotclub.model.Stack;
import dev.hotclub.remote.cpython.StackRead;
import dev.hotclub.remote.memory.UnmappedAddress;
import dev.hotclub.remote.process.TaskState;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Samples by reading at each tick of the clock.
///
/// A thread that is off the processor is proved so once, read once, and then costs one small read a
/// tick for as long as it has not run. What runs is read by a `RunningRead`: as it is, or while it
/// is held.
final class LookSource implements SampleSource {
  /// How the stack of a thread that is on a processor is read.
  interface RunningRead extends AutoCloseable {
    Reader reader();

    /// What was read, and whether it belongs to one instant.
    record Result(StackRead read, Exactness exactness) {}

    Result read(TrackedThread thread) throws UnmappedAddress;

    void gone(TrackedThread thread);

    /// To be called often: whatever has to be passed on to the target at once.
    void service();

    /// Whether a thread of a target waits for `service`.
    default boolean pending() {
      return false;
    }

    /// What a person should know of how it went, one line each.
    default List<String> notes() {
      return List.of();
    }

    default void processGone(int pid) {}

    Duration held();

    @Override
    void close();
  }

  /// Asking whether a running thread still runs costs as much as reading it. Within this time the
  /// answer is taken to be the same; a thread that went to sleep meanwhile shows the same stack as
  /// before.
  private static final long RUNNING_BELIEVED_NANOS = 500_000;

  private final RunningRead running;
  private final long periodNanos;
  private final Set<TrackedThread> threads = new LinkedHashSet<>();

  LookSource(RunningRead running, long periodNanos) {
    this.running = running;
    this.periodNanos = periodNanos;
  }

  @Override
  public Reader reader() {
    return running.reader();
  }

  @Override
  public long beatNanos() {
    return periodNanos;
  }

  @Override
  public void come(TrackedThread thread, long nowNanos) {
    threads.add(thread);
  }

  @Override
  public void gone(TrackedThread thread, long nowNanos, Emitter emitter) {
    threads.remove(thread);
    thread.target().process().look().forget(thread.python().tstate());
    running.gone(thread);
  }

  @Override
  public void come(Target target) {}

  @Override
  public void gone(Target target) {
    running.processGone(target.pid());
  }

  @Override
  public void service() {
    running.service();
  }

  @Override
  public boolean pending() {
    return running.pending();
  }

  @Override
  public List<String> notes() {
    return running.notes();
  }

  @Override
  public void sample(long nowNanos, long endNanos, Emitter emitter) {
    running.service();
    for (TrackedThread thread : threads) {
      sample(thread, nowNanos, emitter);
    }
  }

  private void sample(TrackedThread thread, long now, Emitter emitter) {
    if (thread.stillAtRest()) {
      emitter.tick(thread, now, thread.restStack(), thread.restActivity(), Exactness.EXACT);
      return;
    }
    try {
      if (now - thread.runningSinceNanos() < RUNNING_BELIEVED_NANOS) {
        readRunning(thread, now, emitter);
      } else {
        look(thread, now, emitter);
      }
    } catch (UnmappedAddress gone) {
      emitter.lost(1);
    }
  }

  private void look(TrackedThread thread, long now, Emitter emitter) throws UnmappedAddress {
    TaskState state = thread.state();
    long before = state.timeslices();
    TaskState.Place place = state.place();
    switch (place) {
      case IN_CALL, OUTSIDE_CALL -> {
        Activity activity =
            place == TaskState.Place.IN_CALL
                ? thread.target().waiting(state.callNumber(), state.callFirst())
                : thread.target().waitingOutsideCall();
        readAtRest(thread, before, activity, now, emitter);
      }
      case RUNNING -> {
        thread.runs(now);
        readRunning(thread, now, emitter);
      }
      case GONE -> emitter.lost(1);
      case UNKNOWN -> readRunning(thread, now, emitter);
    }
  }

  private void readAtRest(
      TrackedThread thread, long before, Activity activity, long now, Emitter emitter)
      throws UnmappedAddress {
    StackRead read = read(thread);
    boolean proved = before != TaskState.UNKNOWN && thread.state().timeslices() == before;
    thread.holdsGil(holdsGil(thread));
    if (proved && read instanceof StackRead.Complete(Stack stack, boolean cut)) {
      thread.rest(before, stack, activity);
      if (cut) {
        emitter.cut();
      }
      emitter.tick(thread, now, stack, activity, Exactness.EXACT);
    } else {
      emit(thread, read, activity, Exactness.APPROXIMATE, now, emitter);
    }
  }

  private void readRunning(TrackedThread thread, long now, Emitter emitter) throws UnmappedAddress {
    RunningRead.Result result = running.read(thread);
    thread.holdsGil(holdsGil(thread));
    emit(thread, result.read(), new Activity.OnCpu(), result.exactness(), now, emitter);
  }

  private static void emit(
      TrackedThread thread,
      StackRead read,
      Activity activity,
      Exactness exactness,
      long now,
      Emitter emitter) {
    switch (read) {
      case StackRead.Complete(Stack stack, boolean cut) -> {
        if (cut) {
          emitter.cut();
        }
        emitter.tick(thread, now, stack, activity, exactness);
      }
      case StackRead.Torn(Stack certain, String _) -> {
        if (certain.depth() == 0) {
          emitter.lost(1);
        } else {
          emitter.tick(thread, now, certain, activity, Exactness.APPROXIMATE);
        }
      }
    }
  }

  static StackRead read(TrackedThread thread) throws UnmappedAddress {
    var process = thread.target().process();
    return process.parser().parse(process.look().read(thread.python()));
  }

  static boolean holdsGil(TrackedThread thread) {
    return thread.target().process().gil().isHeldBy(thread.python());
  }

  @Override
  public void flush(long nowNanos, Emitter emitter) {}

  @Override
  public Duration held() {
    return running.held();
  }

  @Override
  public Duration kernelCpu() {
    return Duration.ZERO;
  }

  @Override
  public boolean wantsRefresh() {
    return false;
  }

  @Override
  public void close() {
    running.close();
  }
}
