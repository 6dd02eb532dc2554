package dev.hotclub.server.ingest;

import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Resource;
import dev.hotclub.model.trace.Span;
import dev.hotclub.model.trace.TraceId;
import dev.hotclub.store.SpanGroup;
import dev.hotclub.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits until what one process did for one trace is complete, where its sender tells of it in
/// pieces: OpenTelemetry's batch processor sends what ended first, so a request comes after its
/// queries. The pieces are durable already; what is lost with this table is found again by
/// [Store#unsettled].
final class Assembly implements AutoCloseable {
  /// After a request came: what ended before it may stand in a batch that is being sent beside this
  /// one.
  static final Duration GRACE = Duration.ofSeconds(2);

  /// Without a request: longer than a web server lets one run.
  static final Duration LONGEST = Duration.ofMinutes(5);

  /// About 100 MB.
  private static final int MOST_SPANS = 100_000;

  private static final Duration TICK = Duration.ofMillis(200);

  /// Traces concluded in one batch.
  private static final int MOST_AT_ONCE = 500;

  private static final System.Logger LOG = System.getLogger(Assembly.class.getName());

  private record Key(TraceId trace, Resource resource) {}

  private static final class Waiting {
    final List<SpanGroup> groups = new ArrayList<>();
    boolean hasUnit;
    long lastNanos;
  }

  private final Store store;
  private final Conclusions conclusions;
  private final IngestCounts counts;
  private final Map<Key, Waiting> table = new LinkedHashMap<>();
  private final Thread thread;
  private int spans;
  private final CountDownLatch closing = new CountDownLatch(1);

  Assembly(Store store, Conclusions conclusions, IngestCounts counts) {
    this.store = store;
    this.conclusions = conclusions;
    this.counts = counts;
    thread = Thread.ofPlatform().name("assembly").daemon().unstarted(this::run);
  }

  /// Takes up what an earlier server left.
  ///
  /// @return the highest number among it
  long start() throws IOException {
    long highest = 0;
    for (SpanGroup group : store.unsettled()) {
      add(group);
      highest = Math.max(highest, group.number());
    }
    thread.start();
    return highest;
  }

  /// @param group durable, of one trace and one process
  synchronized void add(SpanGroup group) {
    Span first = group.spans().getFirst();
    Waiting waiting =
        table.computeIfAbsent(new Key(first.trace(), first.resource()), _ -> new Waiting());
    waiting.groups.add(group);
    waiting.lastNanos = System.nanoTime();
    waiting.hasUnit |= group.spans().stream().anyMatch(span -> span.call() instanceof Call.Request);
    spans += group.spans().size();
  }

  synchronized int waitingSpans() {
    return spans;
  }

  private void run() {
    try {
      boolean more = false;
      while (!closing.await(more ? 0 : TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        List<Waiting> ripe = ripe(GRACE, LONGEST);
        conclude(ripe);
        more = ripe.size() == MOST_AT_ONCE;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<Waiting> ripe(Duration grace, Duration longest) {
    long now = System.nanoTime();
    List<Waiting> found = new ArrayList<>();
    for (Iterator<Waiting> all = table.values().iterator();
        all.hasNext() && found.size() < MOST_AT_ONCE; ) {
      Waiting waiting = all.next();
      Duration age = Duration.ofNanos(now - waiting.lastNanos);
      if (spans > MOST_SPANS || age.compareTo(waiting.hasUnit ? grace : longest) >= 0) {
        all.remove();
        spans -= waiting.groups.stream().mapToInt(group -> group.spans().size()).sum();
        found.add(waiting);
      }
    }
    return found;
  }

  private void conclude(List<Waiting> ripe) {
    if (ripe.isEmpty()) {
      return;
    }
    Ledger ledger = conclusions.ledger();
    for (Waiting waiting : ripe) {
      List<Span> all = new ArrayList<>();
      waiting.groups.forEach(group -> all.addAll(group.spans()));
      conclusions.draw(all, ledger);
      waiting.groups.forEach(group -> ledger.settle(group.number()));
    }
    try {
      store.write(ledger.batch());
      counts.units.add(ledger.units());
    } catch (IOException failed) {
      if (counts.failed.sum() == 0) {
        LOG.log(
            System.Logger.Level.ERROR,
            "what was concluded could not be kept; it is tried again",
            failed);
      }
      counts.failed.increment();
      ripe.forEach(waiting -> waiting.groups.forEach(this::add));
    }
  }

  /// Concludes what is complete; the rest is for the next server.
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return;
    }
    for (List<Waiting> rest = ripe(Duration.ZERO, LONGEST);
        !rest.isEmpty();
        rest = ripe(Duration.ZERO, LONGEST)) {
      long failedBefore = counts.failed.sum();
      conclude(rest);
      if (counts.failed.sum() != failedBefore) {
        return;
      }
    }
  }
}
