package dev.hotclub.server.pages;

import dev.hotclub.model.metric.Buckets;
import dev.hotclub.store.OperationRow;
import dev.hotclub.store.Range;
import dev.hotclub.store.ShapeQuery;
import dev.hotclub.store.ShapeRow;
import dev.hotclub.store.Store;
import dev.hotclub.store.UnitQuery;
import dev.hotclub.store.UnitRow;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One endpoint: whether it is slow for everybody or for a few, what they have that the others have
/// not, its statements, findings and requests.
///
/// @param now absent if it was not called in the range
/// @param versus what `before` stands for; empty if nothing is compared
public record EndpointPage(
    String operation,
    String sentence,
    Optional<Operation> now,
    Optional<Operation> before,
    String versus,
    Difference difference,
    Series percentiles,
    Series rate,
    Histogram histogram,
    List<ShapeLine> shapes,
    List<FindingLine> findings,
    List<UnitLine> slowest,
    List<UnitLine> recent) {

  private static final int POINTS = 90;
  private static final int SHAPES = 50;
  private static final int LISTED = 15;

  /// Enough to compare; more would not change a median.
  private static final int COMPARED = 100;

  /// The others come from as many parts of the range, so that a release or an hour that only the
  /// slow ones have is seen against all of the time.
  private static final int SLICES = 3;

  static EndpointPage of(Store store, Scope scope) throws IOException {
    String operation = scope.asked("op");
    if (operation.isEmpty()) {
      throw new IllegalArgumentException("op names the endpoint, for example op=GET books/");
    }
    Range range = scope.range();
    List<OperationRow> rows =
        store.operations(range, scope.filter(), operation, scope.step(POINTS));
    Optional<Operation> now =
        rows.isEmpty() ? Optional.empty() : Optional.of(Operation.of(rows, range));
    UnitQuery query = UnitQuery.recent(range, scope.filter()).of(operation);
    List<UnitRow> slowest = store.units(query.by(UnitQuery.Order.SLOWEST, COMPARED));
    Timeline timeline = new Timeline(rows, range, scope.step(POINTS));
    Buckets durations = new Buckets();
    rows.forEach(row -> durations.add(row.durations()));
    List<FindingLine> findings =
        store.findings(range, scope.filter(), operation).stream()
            .filter(row -> row.seen() > 0)
            .map(row -> FindingLine.of(row, range))
            .toList();
    List<ShapeLine> shapes = shapes(store, scope, operation, now);
    List<UnitRow> others = spread(store, scope, operation);
    Difference difference =
        now.map(o -> difference(slowest, others, o).with(shapes)).orElse(Difference.NONE);
    return new EndpointPage(
        operation,
        now.map(o -> EndpointWords.sentence(o, difference, shapes))
            .orElse("Nothing was asked of " + operation + " in this time."),
        now,
        before(store, scope, operation),
        scope.other().map(Scope.Other::words).orElse(""),
        difference,
        timeline.percentiles(),
        timeline.rate(),
        Histogram.of(durations),
        shapes,
        findings,
        lines(slowest),
        lines(others));
  }

  /// The newest come first.
  private static List<UnitRow> spread(Store store, Scope scope, String operation)
      throws IOException {
    List<UnitRow> rows = new ArrayList<>();
    Range range = scope.range();
    Duration part = range.length().dividedBy(SLICES);
    for (int i = SLICES - 1; i >= 0; i--) {
      Instant from = range.from().plus(part.multipliedBy(i));
      UnitQuery query = UnitQuery.recent(new Range(from, from.plus(part)), scope.filter());
      rows.addAll(store.units(query.of(operation).by(UnitQuery.Order.RECENT, COMPARED)));
    }
    return rows;
  }

  private static List<UnitLine> lines(List<UnitRow> rows) {
    return rows.stream().limit(LISTED).map(UnitLine::of).toList();
  }

  private static Optional<Operation> before(Store store, Scope scope, String operation)
      throws IOException {
    if (scope.other().isEmpty()) {
      return Optional.empty();
    }
    Scope.Other other = scope.other().get();
    List<OperationRow> rows =
        store.operations(other.range(), other.filter(), operation, other.range().length());
    return rows.isEmpty() ? Optional.empty() : Optional.of(Operation.of(rows, other.range()));
  }

  private static List<ShapeLine> shapes(
      Store store, Scope scope, String operation, Optional<Operation> now) throws IOException {
    Range range = scope.range();
    List<ShapeRow> rows =
        store.shapes(
            new ShapeQuery(
                range,
                scope.filter(),
                operation,
                OptionalLong.empty(),
                ShapeQuery.Apart.SITE,
                range.length(),
                SHAPES));
    double all = rows.stream().mapToDouble(ShapeRow::nanos).sum();
    double units = now.map(Operation::units).orElse(0.0);
    return rows.stream().map(row -> ShapeLine.of(row, range, units, all)).toList();
  }

  /// Those beyond p99, or the slowest kept, against those below p95.
  static Difference difference(List<UnitRow> slowest, List<UnitRow> typical, Operation operation) {
    List<UnitRow> slow = new ArrayList<>();
    for (UnitRow row : slowest) {
      if (row.nanos() >= operation.p99Nanos()) {
        slow.add(row);
      }
    }
    List<UnitRow> others =
        typical.stream().filter(row -> row.nanos() < operation.p95Nanos()).toList();
    return Difference.of(slow, others);
  }
}
