package dev.hotclub.sampler;

import dev.hotclub.remote.ptrace.StopOutcome;
import dev.hotclub.remote.ptrace.ThreadStop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Holds running threads of one process for one look each, where that is wanted and permitted.
final class OnceStop implements AutoCloseable {
  /// Each try waits up to five milliseconds for the thread to come to its stop, which only one that
  /// has no processor fails to do.
  private static final int MOST_TRIES = 20;

  private static final long BETWEEN_TRIES_NANOS = 1_000_000;

  private final ThreadStop stop;
  private final Pausing pausing;
  private boolean wanted;
  private Optional<String> note = Optional.empty();

  OnceStop(int pid, ReaderChoice reader, Pausing pausing) {
    this.stop = new ThreadStop(pid);
    this.pausing = pausing;
    boolean budget = !(pausing instanceof Pausing.Budget(double share)) || share > 0;
    this.wanted = reader != ReaderChoice.LOOK && budget;
    if (wanted) {
      note = StopRead.tracer(pid);
      wanted = note.isEmpty();
    }
  }

  /// What came of a stop.
  enum Outcome {
    /// The look was made while the thread stood.
    HELD,
    /// The thread has left its processor since: it can be proved unmoved.
    AT_REST,
    /// It could not be held, and no look was made.
    REFUSED,
    /// It has ended.
    GONE
  }

  /// Whether more than a copy may be made while a thread stands: reading the values of variables
  /// takes milliseconds, which no budget has.
  boolean mayTakeLong() {
    return pausing instanceof Pausing.Always;
  }

  Outcome stop(TrackedThread thread, Runnable look) {
    if (!wanted) {
      return Outcome.REFUSED;
    }
    StopOutcome outcome = stop.stop(thread.nativeId(), thread.state(), look);
    for (int i = 1; i < MOST_TRIES && outcome instanceof StopOutcome.Late; i++) {
      LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
      outcome = stop.stop(thread.nativeId(), thread.state(), look);
    }
    return switch (outcome) {
      case StopOutcome.Held _ -> Outcome.HELD;
      case StopOutcome.AtRest _ -> Outcome.AT_REST;
      case StopOutcome.Gone _ -> Outcome.GONE;
      case StopOutcome.Late _ -> Outcome.REFUSED;
      case StopOutcome.TracedBy _ -> {
        wanted = false;
        note = StopRead.tracer(thread.pid());
        yield Outcome.REFUSED;
      }
      case StopOutcome.NotPermitted(String reason) -> {
        wanted = false;
        note = Optional.of("process " + thread.pid() + " is read without being held: " + reason);
        yield Outcome.REFUSED;
      }
    };
  }

  /// Why nothing was held although it was wanted.
  Optional<String> note() {
    return note;
  }

  Duration held() {
    return Duration.ofNanos(stop.counts().heldNanos());
  }

  @Override
  public void close() {
    stop.close();
  }
}
