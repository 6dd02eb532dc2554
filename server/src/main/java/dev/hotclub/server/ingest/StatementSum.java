package dev.hotclub.server.ingest;

import dev.hotclub.analysis.SqlShape;
import dev.hotclub.model.metric.Buckets;
import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Resource;
import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.Span;
import dev.hotclub.store.Batch;
import dev.hotclub.store.ShapeRow;

/// What the calls of one statement shape from one place took.
final class StatementSum {
  /// The finest step of time that the store answers for.
  private static final long STEP_NANOS = 10_000_000_000L;

  /// What is added up together.
  ///
  /// @param step start of the step of time, nanoseconds since 1970
  record Key(
      long shape,
      Resource resource,
      String operation,
      Site site,
      String relation,
      String system,
      long step) {}

  private final Key key;
  private final SqlShape shape;
  private final Buckets durations = new Buckets();
  private double calls;
  private double units;
  private double nanos;
  private double rows;
  private long lastUnit;

  StatementSum(Key key, SqlShape shape) {
    this.key = key;
    this.shape = shape;
  }

  static long stepOf(long nanos) {
    return nanos - Math.floorMod(nanos, STEP_NANOS);
  }

  /// Calls of one unit of work come together.
  void add(long unit, Span span, Call.Query query, double weight) {
    durations.add(Buckets.of(span.nanos()), weight);
    calls += weight;
    nanos += weight * span.nanos();
    rows += weight * Math.max(0, query.rows());
    if (unit != lastUnit) {
      lastUnit = unit;
      units += weight;
    }
  }

  Batch.ShapeTally tally() {
    return new Batch.ShapeTally(key.resource(), row());
  }

  private ShapeRow row() {
    return new ShapeRow(
        key.shape(),
        shape.text(),
        shape.summary(),
        key.system(),
        key.resource().service(),
        key.operation(),
        key.site(),
        key.relation(),
        Ledger.instant(key.step()),
        durations,
        calls,
        units,
        nanos,
        rows);
  }
}
