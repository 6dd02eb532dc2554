package dev.hotclub.server.ingest;

import dev.hotclub.codec.otlp.OtlpMetrics.Durations;
import dev.hotclub.model.metric.Buckets;
import dev.hotclub.model.trace.Resource;
import dev.hotclub.store.OperationRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns histograms of request durations into rows of operations: what a sender has counted since
/// it sent last. A histogram that counts from the start of its process is counted from the second
/// message on, unless its process started after this server: what it had counted before may be in
/// the store already.
final class Measurements {
  /// About 1 kB each.
  private static final int MOST_SERIES = 20_000;

  private record Series(Resource resource, String name, long startNanos) {}

  private final long startedNanos;
  private final Map<Series, Durations> last = new LinkedHashMap<>();

  Measurements(long startedNanos) {
    this.startedNanos = startedNanos;
  }

  synchronized List<OperationRow> rows(List<Durations> received, Operations operations) {
    List<OperationRow> rows = new ArrayList<>();
    for (Durations durations : received) {
      since(durations).ifPresent(news -> rows.add(row(news, operations)));
    }
    return rows;
  }

  private Optional<Durations> since(Durations durations) {
    if (!durations.cumulative()) {
      return nonEmpty(durations);
    }
    Series series = new Series(durations.resource(), durations.series(), durations.startNanos());
    Durations before = last.put(series, durations);
    if (before == null) {
      if (last.size() > MOST_SERIES) {
        last.remove(last.keySet().iterator().next());
      }
      return durations.startNanos() >= startedNanos ? nonEmpty(durations) : Optional.empty();
    }
    return nonEmpty(
        new Durations(
            durations.resource(),
            durations.operation(),
            durations.series(),
            durations.startNanos(),
            durations.timeNanos(),
            true,
            difference(durations.buckets(), before.buckets()),
            durations.error(),
            durations.count() - before.count(),
            durations.nanos() - before.nanos(),
            durations.failed() - before.failed()));
  }

  private static Optional<Durations> nonEmpty(Durations durations) {
    return durations.count() > 0 ? Optional.of(durations) : Optional.empty();
  }

  private static Buckets difference(Buckets total, Buckets before) {
    Buckets news = new Buckets();
    Map<Integer, Double> counted = before.counts();
    total
        .counts()
        .forEach((bucket, count) -> {
          double more = count - counted.getOrDefault(bucket, 0.0);
          if (more > 0) {
            news.add(bucket, more);
          }
        });
    return news;
  }

  private static OperationRow row(Durations durations, Operations operations) {
    String service = durations.resource().service();
    return new OperationRow(
        service,
        operations.name(service, durations.operation()),
        Ledger.instant(StatementSum.stepOf(durations.timeNanos())),
        durations.buckets(),
        durations.error(),
        durations.count(),
        Math.max(0, durations.failed()),
        Math.max(0, durations.nanos()),
        0,
        0,
        0,
        0,
        0);
  }
}
