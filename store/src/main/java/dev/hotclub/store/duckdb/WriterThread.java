package dev.hotclub.store.duckdb;

import dev.hotclub.store.Batch;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// The one thread that writes. Batches that wait at the same time become one transaction, so that
/// many senders share one `fsync`.
final class WriterThread implements AutoCloseable {
  /// Beyond this, `write` waits: whoever sends is slowed down.
  private static final int MOST_WAITING = 256;

  private static final int MOST_TOGETHER = 128;
  private static final long TIDY_SECONDS = 60;

  /// Something else to be done between two transactions.
  interface Work<T> {
    T run() throws SQLException;
  }

  private sealed interface Task {
    CompletableFuture<Object> done();
  }

  private record Write(Batch batch, CompletableFuture<Object> done) implements Task {}

  private record Job(Work<?> work, CompletableFuture<Object> done) implements Task {}

  private final BatchWriter writer;
  private final Tidying tidying;
  private final BlockingQueue<Task> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Thread thread;
  private volatile boolean closed;

  WriterThread(BatchWriter writer, Tidying tidying) {
    this.writer = writer;
    this.tidying = tidying;
    this.thread = Thread.ofPlatform().name("hotclub-store").daemon().start(this::run);
  }

  void write(Batch batch) throws IOException {
    Object ignored = submit(new Write(batch, new CompletableFuture<>()));
  }

  @SuppressWarnings("unchecked") // what comes back is what the work returned
  <T> T run(Work<T> work) throws IOException {
    return (T) submit(new Job(work, new CompletableFuture<>()));
  }

  private Object submit(Task task) throws IOException {
    try {
      if (closed) {
        throw new IOException("the store is closed");
      }
      waiting.put(task);
      return task.done().get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before it was durable", interrupted);
    } catch (ExecutionException failed) {
      Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
      throw new IOException("not kept: " + cause.getMessage(), cause);
    }
  }

  private void run() {
    long tidyAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIDY_SECONDS);
    List<Task> tasks = new ArrayList<>();
    while (!closed || !waiting.isEmpty()) {
      try {
        Task first = waiting.poll(250, TimeUnit.MILLISECONDS);
        if (first != null) {
          tasks.add(first);
          int ignored = waiting.drainTo(tasks, MOST_TOGETHER - 1);
          handle(tasks);
          tasks.clear();
        }
        if (System.nanoTime() > tidyAt) {
          tidyAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIDY_SECONDS);
          tidying.tidy(Instant.now());
        }
      } catch (InterruptedException interrupted) {
        closed = true;
      } catch (SQLException untidy) {
        // tried again in a minute; what is asked for is not wrong without it
        tidying.failed(untidy);
      }
    }
  }

  private void handle(List<Task> tasks) {
    List<Write> writes = new ArrayList<>();
    for (Task task : tasks) {
      if (task instanceof Write write) {
        writes.add(write);
      }
    }
    if (!writes.isEmpty()) {
      try {
        writer.write(writes.stream().map(Write::batch).toList());
        writes.forEach(write -> write.done().complete(write));
      } catch (SQLException | RuntimeException failed) {
        oneByOne(writes, failed);
      }
    }
    for (Task task : tasks) {
      if (task instanceof Job(Work<?> work, CompletableFuture<Object> done)) {
        try {
          done.complete(work.run());
        } catch (SQLException | RuntimeException failed) {
          done.completeExceptionally(failed);
        }
      }
    }
  }

  /// One bad batch must not take the others with it.
  private void oneByOne(List<Write> writes, Exception failed) {
    for (Write write : writes) {
      try {
        if (writes.size() == 1) {
          throw new SQLException(failed.getMessage(), failed);
        }
        writer.write(List.of(write.batch()));
        write.done().complete(write);
      } catch (SQLException | RuntimeException alone) {
        write.done().completeExceptionally(alone);
      }
    }
  }

  /// Writes what waits, then ends.
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    waiting.forEach(
        task -> task.done().completeExceptionally(new IOException("the store is closed")));
  }
}
