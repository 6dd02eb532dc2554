package dev.hotclub.server.api;

import dev.hotclub.model.metric.Buckets;
import dev.hotclub.store.Filter;
import dev.hotclub.store.OperationRow;
import dev.hotclub.store.Range;
import dev.hotclub.store.Store;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// What Prometheus reads, in its text format 0.0.4: our own health, and each endpoint over the last
/// five minutes.
public final class Exposition {
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /// Prometheus asks every 15 to 60 s; five minutes make a p99 of a quiet endpoint mean something.
  private static final Duration WINDOW = Duration.ofMinutes(5);

  /// More label sets than this hurt a Prometheus more than they help.
  private static final int MOST_ENDPOINTS = 500;

  private final Store store;
  private final Supplier<List<Metric>> health;

  /// @param health counters of the server itself, read at each request
  public Exposition(Store store, Supplier<List<Metric>> health) {
    this.store = store;
    this.health = health;
  }

  public String text(Instant now) throws IOException {
    StringBuilder out = new StringBuilder();
    health.get().forEach(metric -> write(out, metric));
    own().forEach(metric -> write(out, metric));
    endpoints(now).forEach(metric -> write(out, metric));
    return out.toString();
  }

  private static List<Metric> own() {
    Runtime runtime = Runtime.getRuntime();
    double uptime = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
    return List.of(
        Metric.gauge("hotclub_uptime_seconds", "How long the server runs.", uptime),
        Metric.gauge(
            "hotclub_heap_used_bytes",
            "Java heap in use.",
            (double) (runtime.totalMemory() - runtime.freeMemory())),
        Metric.gauge("hotclub_heap_max_bytes", "Java heap at most.", (double) runtime.maxMemory()));
  }

  private List<Metric> endpoints(Instant now) throws IOException {
    Range range = new Range(now.minus(WINDOW), now);
    Map<List<String>, OperationRow> rows = new LinkedHashMap<>();
    for (OperationRow row : store.operations(range, Filter.ANY, "", WINDOW)) {
      rows.merge(List.of(row.service(), row.operation()), row, Exposition::sum);
    }
    List<OperationRow> most =
        rows.values().stream()
            .sorted(java.util.Comparator.comparingDouble(row -> -row.nanos()))
            .limit(MOST_ENDPOINTS)
            .toList();
    List<Metric.Sample> quantiles = new ArrayList<>();
    for (OperationRow row : most) {
      for (double q : new double[] {0.5, 0.95, 0.99}) {
        List<Metric.Label> labels = new ArrayList<>(labels(row));
        labels.add(new Metric.Label("quantile", String.valueOf(q)));
        quantiles.add(new Metric.Sample(labels, row.durations().quantile(q) / 1e9));
      }
    }
    double seconds = WINDOW.toSeconds();
    return List.of(
        new Metric(
            "hotclub_endpoint_duration_seconds",
            "Percentiles of the last five minutes.",
            Metric.Type.GAUGE,
            quantiles),
        perEndpoint(
            most,
            "requests_per_second",
            "Rate of the last five minutes.",
            row -> row.units() / seconds),
        perEndpoint(
            most,
            "errors_per_second",
            "Failures of the last five minutes.",
            row -> row.failed() / seconds),
        perEndpoint(
            most,
            "queries_per_request",
            "Mean of the last five minutes.",
            row -> row.units() > 0 ? row.queries() / row.units() : 0),
        perEndpoint(
            most,
            "database_seconds_per_second",
            "Time in queries of the last five minutes.",
            row -> row.queryNanos() / 1e9 / seconds));
  }

  private static Metric perEndpoint(
      List<OperationRow> rows,
      String name,
      String help,
      java.util.function.ToDoubleFunction<OperationRow> value) {
    return new Metric(
        "hotclub_endpoint_" + name,
        help,
        Metric.Type.GAUGE,
        rows.stream()
            .map(row -> new Metric.Sample(labels(row), value.applyAsDouble(row)))
            .toList());
  }

  private static List<Metric.Label> labels(OperationRow row) {
    return List.of(
        new Metric.Label("service", row.service()), new Metric.Label("endpoint", row.operation()));
  }

  private static OperationRow sum(OperationRow a, OperationRow b) {
    Buckets both = new Buckets();
    both.add(a.durations());
    both.add(b.durations());
    return new OperationRow(
        a.service(),
        a.operation(),
        a.from(),
        both,
        Math.max(a.error(), b.error()),
        a.units() + b.units(),
        a.failed() + b.failed(),
        a.nanos() + b.nanos(),
        a.queries() + b.queries(),
        a.queryNanos() + b.queryNanos(),
        a.cacheNanos() + b.cacheNanos(),
        a.httpNanos() + b.httpNanos(),
        a.queueNanos() + b.queueNanos());
  }

  private static void write(StringBuilder out, Metric metric) {
    out.append("# HELP ").append(metric.name()).append(' ');
    out.append(metric.help().replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    out.append("# TYPE ").append(metric.name()).append(' ');
    out.append(metric.type().name().toLowerCase(Locale.ROOT)).append('\n');
    for (Metric.Sample sample : metric.samples()) {
      out.append(metric.name());
      if (!sample.labels().isEmpty()) {
        out.append('{');
        for (int i = 0; i < sample.labels().size(); i++) {
          Metric.Label label = sample.labels().get(i);
          out.append(i == 0 ? "" : ",").append(label.name()).append("=\"");
          out.append(escaped(label.value())).append('"');
        }
        out.append('}');
      }
      out.append(' ').append(sample.value()).append('\n');
    }
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
