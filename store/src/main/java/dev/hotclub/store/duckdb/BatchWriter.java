package dev.hotclub.store.duckdb;

import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Span;
import dev.hotclub.store.Batch;
import dev.hotclub.store.ErrorRow;
import dev.hotclub.store.OperationRow;
import dev.hotclub.store.ShapeRow;
import dev.hotclub.store.SpanGroup;
import dev.hotclub.store.UnitRow;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/// Writes batches in one transaction. Without an explicit `BEGIN` … `COMMIT` an appender's rows
/// become durable by parts.
final class BatchWriter {
  /// Tallies are kept for steps of this length.
  static final int STEP_SECONDS = 10;

  private static final long NANOS = 1_000_000_000L;

  private final DuckDBConnection connection;
  private final Names names;
  private final SpanBlock block;
  private final Findings findings;

  BatchWriter(DuckDBConnection connection, Names names, Findings findings) {
    this.connection = connection;
    this.names = names;
    this.block = new SpanBlock(names.texts);
    this.findings = findings;
  }

  static int step(Instant time) {
    return (int) Math.floorDiv(time.getEpochSecond(), (long) STEP_SECONDS);
  }

  void write(List<Batch> batches) throws SQLException {
    execute("BEGIN TRANSACTION");
    try {
      spans(batches);
      units(batches);
      shapes(batches);
      errors(batches);
      findings.write(connection, names, batches);
      names.save(connection);
      execute("COMMIT");
      names.saved();
    } catch (SQLException | RuntimeException failed) {
      names.forget();
      findings.forget();
      try {
        execute("ROLLBACK");
      } catch (SQLException already) {
        failed.addSuppressed(already);
      }
      throw failed;
    }
  }

  private void spans(List<Batch> batches) throws SQLException {
    Set<Long> settled = new HashSet<>();
    batches.forEach(batch -> settled.addAll(batch.settled()));
    List<Long> unsettled = new ArrayList<>();
    try (Rows rows = new Rows(connection, "span_group")) {
      for (Batch batch : batches) {
        for (SpanGroup group : batch.groups()) {
          boolean done = settled.remove(group.number());
          Span first = group.spans().getFirst();
          rows.add(
              first.trace().high(),
              first.trace().low(),
              group.number(),
              group.spans().stream().mapToLong(Span::startNanos).min().orElse(0),
              group.spans().size(),
              block.encode(group.spans(), done ? SpanBlock.Keys.DROPPED : SpanBlock.Keys.KEPT));
          if (!done) {
            unsettled.add(group.number());
          }
        }
      }
    }
    if (!unsettled.isEmpty()) {
      try (Rows rows = new Rows(connection, "unsettled")) {
        for (long number : unsettled) {
          rows.add(number);
        }
      }
    }
    if (!settled.isEmpty()) {
      // numbers of ours, not text of a stranger's
      execute(
          settled.stream()
              .map(String::valueOf)
              .collect(Collectors.joining(",", "DELETE FROM unsettled WHERE number IN (", ")")));
    }
  }

  private record UnitKey(int step, int operation, int origin) {}

  private static final class UnitSums {
    double units;
    double failed;
    double nanos;
    double queries;
    double queryNanos;
    double cacheNanos;
    double httpNanos;
    double queueNanos;
    double error = 0.0054;
    final Map<Integer, Double> buckets = new HashMap<>();
  }

  private void units(List<Batch> batches) throws SQLException {
    if (batches.stream().allMatch(batch -> batch.units().isEmpty() && batch.metrics().isEmpty())) {
      return;
    }
    Map<UnitKey, UnitSums> sums = new HashMap<>();
    try (Rows rows = new Rows(connection, "unit")) {
      for (Batch batch : batches) {
        for (UnitRow unit : batch.units()) {
          int operation = names.operation(unit.resource().service(), unit.operation());
          int origin = names.origin(unit.resource());
          add(rows, unit, operation, origin);
          add(
              sums.computeIfAbsent(
                  new UnitKey(step(unit.start()), operation, origin), _ -> new UnitSums()),
              unit);
        }
      }
    }
    for (Batch batch : batches) {
      for (OperationRow row : batch.metrics()) {
        int operation = names.operation(row.service(), row.operation());
        UnitKey key = new UnitKey(step(row.from()), operation, 0);
        add(sums.computeIfAbsent(key, _ -> new UnitSums()), row);
      }
    }
    try (Rows tally = new Rows(connection, "unit_tally");
        Rows bucket = new Rows(connection, "unit_bucket")) {
      for (Map.Entry<UnitKey, UnitSums> entry : sums.entrySet()) {
        UnitKey key = entry.getKey();
        UnitSums sum = entry.getValue();
        tally.add(
            key.step(),
            key.operation(),
            key.origin(),
            sum.units,
            sum.failed,
            sum.nanos,
            sum.queries,
            sum.queryNanos,
            sum.cacheNanos,
            sum.httpNanos,
            sum.queueNanos,
            sum.error);
        for (Map.Entry<Integer, Double> counted : sum.buckets.entrySet()) {
          bucket.add(
              key.step(),
              key.operation(),
              key.origin(),
              counted.getKey().shortValue(),
              counted.getValue());
        }
      }
    }
  }

  private void add(Rows rows, UnitRow unit, int operation, int origin) throws SQLException {
    Call.Request request = unit.request();
    rows.add(
        nanos(unit.start()),
        unit.nanos(),
        unit.trace().high(),
        unit.trace().low(),
        unit.span(),
        operation,
        origin,
        names.texts.number(SpanBlock.resource(unit.resource())),
        request.method(),
        request.route(),
        request.view(),
        request.path(),
        (short) Math.clamp(request.status(), 0, 999),
        request.responseBytes(),
        request.queueNanos(),
        request.weight(),
        request.user(),
        request.longLived(),
        (byte) Codes.of(unit.outcome()),
        unit.error(),
        unit.queries(),
        unit.duplicates(),
        unit.similar(),
        unit.queryNanos(),
        unit.cacheNanos(),
        unit.httpNanos(),
        unit.findings(),
        unit.spans());
  }

  static long nanos(Instant time) {
    return time.getEpochSecond() * NANOS + time.getNano();
  }

  private static void add(UnitSums sum, UnitRow unit) {
    if (unit.request().longLived()) {
      return;
    }
    double weight = unit.request().weight();
    sum.units += weight;
    sum.failed += failed(unit) ? weight : 0;
    sum.nanos += weight * unit.nanos();
    sum.queries += weight * unit.queries();
    sum.queryNanos += weight * unit.queryNanos();
    sum.cacheNanos += weight * unit.cacheNanos();
    sum.httpNanos += weight * unit.httpNanos();
    sum.queueNanos += weight * Math.max(0, unit.request().queueNanos());
    sum.buckets.merge(dev.hotclub.model.metric.Buckets.of(unit.nanos()), weight, Double::sum);
  }

  /// An answer of 500 and above, or an exception that was not answered at all.
  static boolean failed(UnitRow unit) {
    return unit.request().status() >= 500
        || (unit.request().status() == 0
            && unit.outcome() == dev.hotclub.model.trace.Outcome.ERROR);
  }

  private static void add(UnitSums sum, OperationRow row) {
    sum.units += row.units();
    sum.failed += row.failed();
    sum.nanos += row.nanos();
    sum.queries += row.queries();
    sum.queryNanos += row.queryNanos();
    sum.cacheNanos += row.cacheNanos();
    sum.httpNanos += row.httpNanos();
    sum.queueNanos += row.queueNanos();
    sum.error = Math.max(sum.error, row.error());
    row.durations().counts().forEach((b, n) -> sum.buckets.merge(b, n, Double::sum));
  }

  private record ShapeKey(int step, long shape, int operation, int origin, int place) {}

  private void shapes(List<Batch> batches) throws SQLException {
    if (batches.stream().allMatch(batch -> batch.shapes().isEmpty())) {
      return;
    }
    Map<ShapeKey, double[]> sums = new HashMap<>();
    Map<ShapeKey, Map<Integer, Double>> buckets = new HashMap<>();
    for (Batch batch : batches) {
      for (Batch.ShapeTally tally : batch.shapes()) {
        ShapeRow row = tally.row();
        int step = step(row.from());
        long shape = names.shape(row.shape(), row.text(), row.summary(), row.system());
        int operation = names.operation(row.service(), row.operation());
        int origin = names.origin(tally.resource());
        int place = place(row);
        double[] sum =
            sums.computeIfAbsent(
                new ShapeKey(step, shape, operation, origin, place), _ -> new double[4]);
        sum[0] += row.calls();
        sum[1] += row.units();
        sum[2] += row.nanos();
        sum[3] += row.rows();
        Map<Integer, Double> counts =
            buckets.computeIfAbsent(
                new ShapeKey(step, shape, operation, origin, 0), _ -> new HashMap<>());
        row.durations().counts().forEach((b, n) -> counts.merge(b, n, Double::sum));
      }
    }
    try (Rows rows = new Rows(connection, "shape_tally")) {
      for (Map.Entry<ShapeKey, double[]> entry : sums.entrySet()) {
        ShapeKey key = entry.getKey();
        double[] sum = entry.getValue();
        rows.add(
            key.step(),
            key.shape(),
            key.operation(),
            key.origin(),
            key.place(),
            sum[0],
            sum[1],
            sum[2],
            sum[3]);
      }
    }
    try (Rows rows = new Rows(connection, "shape_bucket")) {
      for (Map.Entry<ShapeKey, Map<Integer, Double>> entry : buckets.entrySet()) {
        ShapeKey key = entry.getKey();
        for (Map.Entry<Integer, Double> counted : entry.getValue().entrySet()) {
          rows.add(
              key.step(),
              key.shape(),
              key.operation(),
              key.origin(),
              counted.getKey().shortValue(),
              counted.getValue());
        }
      }
    }
  }

  private int place(ShapeRow row) {
    return names.places.number(Places.text(row.site()) + "\u0001" + Places.clean(row.relation()));
  }

  private void errors(List<Batch> batches) throws SQLException {
    if (batches.stream().allMatch(batch -> batch.errors().isEmpty())) {
      return;
    }
    try (Rows rows = new Rows(connection, "error")) {
      for (Batch batch : batches) {
        for (ErrorRow error : batch.errors()) {
          rows.add(
              step(error.lastSeen()),
              names.operation(error.service(), error.operation()),
              0,
              error.type(),
              error.message(),
              names.places.number(Places.text(error.site()) + "\u0001"),
              error.count(),
              error.example().high(),
              error.example().low());
        }
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
