package dev.hotclub.server.pages;

import dev.hotclub.model.metric.Buckets;
import dev.hotclub.store.Range;
import dev.hotclub.store.ShapeQuery;
import dev.hotclub.store.ShapeRow;
import dev.hotclub.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// One statement's shape: who calls it, from where, and how that went over time.
///
/// @param callers by operation
/// @param sites by place in own code
public record QueryPage(
    String sentence,
    ShapeLine shape,
    List<ShapeLine> callers,
    List<ShapeLine> sites,
    Series durations,
    Series calls,
    Histogram histogram) {
  private static final int POINTS = 90;
  private static final int MOST = 100;

  /// @return nothing if it was not called in the range
  static Optional<QueryPage> of(Store store, Scope scope, long shape) throws IOException {
    Range range = scope.range();
    List<ShapeRow> whole = rows(store, scope, shape, ShapeQuery.Apart.SHAPE, range.length());
    if (whole.isEmpty()) {
      return Optional.empty();
    }
    ShapeRow row = whole.getFirst();
    ShapeLine line = ShapeLine.of(row, range, 0, row.nanos());
    List<ShapeLine> callers =
        lines(rows(store, scope, shape, ShapeQuery.Apart.OPERATION, range.length()), range);
    List<ShapeLine> sites =
        lines(rows(store, scope, shape, ShapeQuery.Apart.SITE, range.length()), range);
    Duration step = scope.step(POINTS);
    List<ShapeRow> history = rows(store, scope, shape, ShapeQuery.Apart.SHAPE, step);
    return Optional.of(
        new QueryPage(
            sentence(line, callers, sites),
            line,
            callers,
            sites,
            durations(history, range, step),
            calls(history, range, step),
            Histogram.of(row.durations())));
  }

  private static List<ShapeRow> rows(
      Store store, Scope scope, long shape, ShapeQuery.Apart apart, Duration step)
      throws IOException {
    return store.shapes(
        new ShapeQuery(
            scope.range(),
            scope.filter(),
            "",
            OptionalLong.of(shape),
            apart,
            step,
            apart == ShapeQuery.Apart.SHAPE ? 1_000 : MOST));
  }

  private static List<ShapeLine> lines(List<ShapeRow> rows, Range range) {
    double all = rows.stream().mapToDouble(ShapeRow::nanos).sum();
    return rows.stream().map(row -> ShapeLine.of(row, range, 0, all)).toList();
  }

  private static String sentence(ShapeLine line, List<ShapeLine> callers, List<ShapeLine> sites) {
    StringBuilder words = new StringBuilder();
    words
        .append(Format.count(line.calls()))
        .append(" calls took ")
        .append(Format.time(line.nanos()));
    words.append(", ").append(Format.time(line.meanNanos())).append(" each (p95 ");
    words.append(Format.time(line.p95Nanos())).append(')');
    if (line.perUnit() >= 5) {
      words
          .append("; a request that calls it does so ")
          .append(Format.digits(line.perUnit()))
          .append(" times");
    }
    if (!callers.isEmpty()) {
      words.append("; ").append(Format.percent(callers.getFirst().share())).append(" comes from ");
      words.append(callers.getFirst().operation());
    }
    sites.stream()
        .filter(site -> site.site().known())
        .findFirst()
        .ifPresent(site -> words.append(", ").append(Format.site(site.site())));
    return words.append('.').toString();
  }

  private static Series durations(List<ShapeRow> rows, Range range, Duration step) {
    return series(
        rows,
        range,
        step,
        "ns",
        List.of("p50", "p95"),
        List.of(all -> merged(all).quantile(0.5), all -> merged(all).quantile(0.95)));
  }

  private static Series calls(List<ShapeRow> rows, Range range, Duration step) {
    double seconds = Math.max(1, step.toSeconds());
    return series(
        rows,
        range,
        step,
        "per second",
        List.of("calls"),
        List.of(all -> all.stream().mapToDouble(ShapeRow::calls).sum() / seconds));
  }

  private static Buckets merged(List<ShapeRow> rows) {
    Buckets all = new Buckets();
    rows.forEach(row -> all.add(row.durations()));
    return all;
  }

  private static Series series(
      List<ShapeRow> rows,
      Range range,
      Duration step,
      String unit,
      List<String> names,
      List<java.util.function.ToDoubleFunction<List<ShapeRow>>> values) {
    long seconds = Math.max(1, step.toSeconds());
    Map<Long, List<ShapeRow>> cells = new TreeMap<>();
    for (ShapeRow row : rows) {
      long at = Math.floorDiv(row.from().getEpochSecond(), seconds) * seconds;
      cells.computeIfAbsent(at, _ -> new ArrayList<>()).add(row);
    }
    List<Long> starts = new ArrayList<>();
    long first = Math.floorDiv(range.from().getEpochSecond(), seconds) * seconds;
    for (long at = first; at < range.to().getEpochSecond(); at += seconds) {
      starts.add(at);
    }
    List<Series.Line> lines = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      List<Double> points = new ArrayList<>();
      for (long at : starts) {
        List<ShapeRow> cell = cells.get(at);
        points.add(cell == null ? Double.NaN : values.get(i).applyAsDouble(cell));
      }
      lines.add(new Series.Line(names.get(i), List.copyOf(points)));
    }
    return new Series(seconds, List.copyOf(starts), List.copyOf(lines), unit);
  }
}
