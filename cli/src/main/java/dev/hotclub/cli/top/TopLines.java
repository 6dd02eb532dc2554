package dev.hotclub.cli.top;

import dev.hotclub.sampler.live.LiveSampling;
import dev.hotclub.sampler.live.LiveView;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The view for a program: one line of JSON for each window, flushed at once.
public final class TopLines {
  /// Within this a signal is answered.
  private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

  private final LiveSampling sampling;
  private final TopState state;
  private final PrintStream out;
  private final Load load;

  private TopLines(LiveSampling sampling, int pid, TopState state, PrintStream out) {
    this.sampling = sampling;
    this.load = new Load(pid);
    this.state = state;
    this.out = out;
  }

  /// @param pid the process that was named
  /// @param delay between two lines
  /// @param limit empty for no limit
  /// @param endAsked whether somebody wants it to end
  /// @return why it ended, for a person; empty if that was asked for
  public static Optional<String> run(
      LiveSampling sampling,
      int pid,
      PrintStream out,
      Duration delay,
      Optional<Duration> limit,
      Beginning beginning,
      BooleanSupplier endAsked) {
    TopState state = TopState.first(beginning.rows(), beginning.names(), beginning.counting());
    return new TopLines(sampling, pid, state, out).loop(delay, limit, endAsked);
  }

  private Optional<String> loop(
      Duration delay, Optional<Duration> limit, BooleanSupplier endAsked) {
    long start = System.nanoTime();
    long end = limit.map(length -> start + length.toNanos()).orElse(Long.MAX_VALUE);
    long next = start + delay.toNanos();
    Optional<String> why = Optional.empty();
    while (why.isEmpty() && !endAsked.getAsBoolean() && !out.checkError()) {
      long now = System.nanoTime();
      if (now >= end) {
        break;
      }
      if (now >= next) {
        print();
        next += delay.toNanos() * Math.max(1, Math.ceilDiv(now - next, delay.toNanos()));
      }
      long wait = Math.min(Math.min(next, end) - now, LONGEST_WAIT.toNanos());
      why = sampling.awaitEnd(Duration.ofNanos(Math.max(1, wait)));
    }
    sampling.close();
    print();
    return why;
  }

  /// Nothing for a window in which nothing happened: the last one may be empty.
  private void print() {
    LiveView view = sampling.counts().endWindow();
    if (!view.window().isZero()) {
      Facts facts =
          new Facts("", sampling.session(), sampling.notes(), load.share(view.processes()), view);
      out.println(TopJson.of(facts, state, Instant.now()));
      out.flush();
    }
  }
}
