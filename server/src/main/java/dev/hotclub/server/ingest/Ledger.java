package dev.hotclub.server.ingest;

import dev.hotclub.analysis.SqlShape;
import dev.hotclub.analysis.SqlShapes;
import dev.hotclub.analysis.UnitReport;
import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Failure;
import dev.hotclub.model.trace.Outcome;
import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.Span;
import dev.hotclub.model.trace.Trace;
import dev.hotclub.store.Batch;
import dev.hotclub.store.ErrorRow;
import dev.hotclub.store.OperationRow;
import dev.hotclub.store.SpanGroup;
import dev.hotclub.store.UnitRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Adds up what is to be made durable at once.
final class Ledger {
  private final SqlShapes shapes;
  private final Operations operations;
  private final IngestCounts counts;
  private int spans;
  private final List<SpanGroup> groups = new ArrayList<>();
  private final List<UnitRow> units = new ArrayList<>();
  private final Map<StatementSum.Key, StatementSum> statements = new HashMap<>();
  private final List<Batch.Sighting> sightings = new ArrayList<>();
  private final List<ErrorRow> errors = new ArrayList<>();
  private final List<OperationRow> metrics = new ArrayList<>();
  private final List<Long> settled = new ArrayList<>();

  Ledger(SqlShapes shapes, Operations operations, IngestCounts counts) {
    this.shapes = shapes;
    this.operations = operations;
    this.counts = counts;
  }

  void keep(SpanGroup group) {
    groups.add(group);
    spans += group.spans().size();
  }

  void settle(long group) {
    settled.add(group);
  }

  void add(List<OperationRow> rows) {
    metrics.addAll(rows);
  }

  int spans() {
    return spans;
  }

  int units() {
    return units.size();
  }

  /// Counts what is concluded of one unit of work.
  void count(Trace trace, UnitReport report) {
    Span unit = report.unit();
    if (!(unit.call() instanceof Call.Request request)) {
      throw new IllegalArgumentException("span " + unit.hexId() + " is no unit of work");
    }
    String operation = operations.name(unit.resource().service(), request.operation());
    if (operation.equals(Operations.OTHER)) {
      counts.otherOperations.increment();
    }
    Instant start = instant(unit.startNanos());
    List<Span> within = trace.within(unit);
    units.add(
        new UnitRow(
            trace.id(),
            unit.id(),
            start,
            unit.nanos(),
            unit.resource(),
            operation,
            request,
            unit.outcome(),
            ending(unit),
            report.queries(),
            report.duplicates(),
            report.similar(),
            report.queryNanos(),
            report.cacheNanos(),
            report.httpNanos(),
            report.findings().size(),
            within.size() + 1));
    for (Finding finding : report.findings()) {
      sightings.add(
          new Batch.Sighting(finding, start, unit.resource().release(), request.weight()));
    }
    countStatements(unit, within, operation, request.weight());
    countFailures(unit, within, operation, request.weight());
  }

  private void countStatements(Span unit, List<Span> within, String operation, double weight) {
    long step = StatementSum.stepOf(unit.startNanos());
    for (Span span : within) {
      if (span.call() instanceof Call.Query query) {
        SqlShape shape = shapes.of(query.text(), query.system());
        StatementSum.Key key =
            new StatementSum.Key(
                shape.hash(),
                unit.resource(),
                operation,
                span.site(),
                query.orm().relation(),
                query.system(),
                step);
        statements
            .computeIfAbsent(key, k -> new StatementSum(k, shape))
            .add(unit.id(), span, query, weight);
      }
    }
  }

  /// One exception is seen by every span that it leaves; it counts once a unit.
  private void countFailures(Span unit, List<Span> within, String operation, double weight) {
    Set<String> seen = new HashSet<>();
    for (int i = within.size() - 1; i >= -1; i--) {
      Span span = i < 0 ? unit : within.get(i);
      for (Failure failure : span.failures()) {
        if (seen.add(failure.type() + '\n' + failure.message())) {
          Instant at = instant(span.endNanos());
          errors.add(
              new ErrorRow(
                  unit.resource().service(),
                  operation,
                  failure.type(),
                  failure.message(),
                  siteOf(span, failure),
                  at,
                  at,
                  weight,
                  unit.trace()));
        }
      }
    }
  }

  private static Site siteOf(Span span, Failure failure) {
    return failure.stack().isEmpty() ? span.site() : failure.stack().getFirst();
  }

  /// The type of the exception that ended a unit; empty if none did.
  private static String ending(Span unit) {
    List<Failure> failures = unit.failures();
    if (failures.isEmpty()) {
      return "";
    }
    Failure last = failures.getLast();
    return last.escaped() || unit.outcome() == Outcome.ERROR ? last.type() : "";
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L);
  }

  Batch batch() {
    return new Batch(
        groups,
        units,
        statements.values().stream().map(StatementSum::tally).toList(),
        sightings,
        errors,
        metrics,
        settled);
  }
}
