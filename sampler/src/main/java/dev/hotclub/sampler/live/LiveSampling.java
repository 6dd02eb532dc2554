package dev.hotclub.sampler.live;

import dev.hotclub.model.Cost;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Session;
import dev.hotclub.model.View.Counting;
import dev.hotclub.remote.cpython.AttachFailure;
import dev.hotclub.remote.process.Program;
import dev.hotclub.sampler.Sampler;
import dev.hotclub.sampler.SamplerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Samples for a live view, on a thread of its own, until it is closed or every process has ended.
public final class LiveSampling implements AutoCloseable {
  /// What came of an attempt to begin.
  public sealed interface Opening {
    record Opened(LiveSampling sampling) implements Opening {}

    record Failed(AttachFailure why) implements Opening {}
  }

  /// Known once the attempt to attach is over.
  private sealed interface Beginning {
    record Begun(Session session, List<String> notes, LiveCounts counts) implements Beginning {}

    record Failed(AttachFailure why) implements Beginning {}
  }

  private final Thread thread;
  private final LiveCounts counts;
  private final Session session;
  private final List<String> notes;
  private final AtomicBoolean closed;
  private final CompletableFuture<String> end;

  private LiveSampling(
      Thread thread, Beginning.Begun begun, AtomicBoolean closed, CompletableFuture<String> end) {
    this.thread = thread;
    this.counts = begun.counts();
    this.session = begun.session();
    this.notes = begun.notes();
    this.closed = closed;
    this.end = end;
  }

  /// Attaches to the processes and begins to sample.
  public static Opening open(List<Integer> pids, SamplerOptions options, Counting counting) {
    return open(() -> Sampler.open(pids, options), counting);
  }

  /// Starts a program and begins to sample it.
  public static Opening open(Program program, SamplerOptions options, Counting counting) {
    return open(() -> Sampler.open(program, options), counting);
  }

  private static Opening open(Supplier<Sampler.Opening> attempt, Counting counting) {
    CompletableFuture<Beginning> beginning = new CompletableFuture<>();
    CompletableFuture<String> end = new CompletableFuture<>();
    AtomicBoolean closed = new AtomicBoolean();
    Runnable work =
        () -> {
          try {
            end.complete(sample(attempt, counting, closed, beginning));
          } catch (RuntimeException | Error bug) {
            beginning.completeExceptionally(bug);
            end.completeExceptionally(bug);
          }
        };
    Thread thread = Thread.ofPlatform().daemon().name("hotclub sampling").start(work);
    return switch (beginning.join()) {
      case Beginning.Begun begun ->
          new Opening.Opened(new LiveSampling(thread, begun, closed, end));
      case Beginning.Failed(AttachFailure why) -> new Opening.Failed(why);
    };
  }

  private static String sample(
      Supplier<Sampler.Opening> attempt,
      Counting counting,
      AtomicBoolean closed,
      CompletableFuture<Beginning> beginning) {
    switch (attempt.get()) {
      case Sampler.Opening.Failed(AttachFailure why) -> {
        beginning.complete(new Beginning.Failed(why));
        return "";
      }
      case Sampler.Opening.Opened(Sampler sampler) -> {
        try (sampler) {
          LiveCounts counts = new LiveCounts(sampler.session(), counting);
          beginning.complete(new Beginning.Begun(sampler.session(), sampler.notes(), counts));
          return sampler.run(counts, Optional.empty(), new Following(counts, closed)).end();
        }
      }
    }
  }

  public Session session() {
    return session;
  }

  /// One line for each thing that a person should know.
  public List<String> notes() {
    return notes;
  }

  public LiveCounts counts() {
    return counts;
  }

  /// Why it ended, for a person; empty while it goes on.
  ///
  /// @throws IllegalStateException if sampling failed by a bug, which is the cause
  public Optional<String> end() {
    try {
      return Optional.ofNullable(end.getNow(null));
    } catch (CompletionException bug) {
      throw new IllegalStateException("sampling failed", bug.getCause());
    }
  }

  /// As `end`, but waits for it so long.
  public Optional<String> awaitEnd(Duration longest) {
    try {
      return Optional.of(end.get(longest.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException goesOn) {
      return Optional.empty();
    } catch (ExecutionException bug) {
      throw new IllegalStateException("sampling failed", bug.getCause());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /// Ends it and returns when nothing is attached any more.
  @Override
  public void close() {
    closed.set(true);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets the counts know how far they reach.
  private record Following(LiveCounts counts, AtomicBoolean closed) implements Sampler.Watcher {
    @Override
    public boolean stop() {
      return closed.get();
    }

    @Override
    public void progress(Duration elapsed, Losses soFar, Cost costSoFar) {
      counts.covered(elapsed, soFar, costSoFar);
    }

    @Override
    public Sampler.Waits waits() {
      return Sampler.Waits.PIECE_BY_PIECE;
    }
  }
}
