package dev.hotclub.server.pages;

import dev.hotclub.model.metric.Buckets;
import dev.hotclub.store.OperationRow;
import dev.hotclub.store.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Rows of operations laid out over the steps of a range.
final class Timeline {
  private final long stepSeconds;
  private final List<Long> starts = new ArrayList<>();
  private final Map<Long, Cell> cells = new TreeMap<>();

  /// What was measured in one step.
  private static final class Cell {
    final Buckets durations = new Buckets();
    double units;
    double failed;
  }

  Timeline(List<OperationRow> rows, Range range, Duration step) {
    stepSeconds = Math.max(1, step.toSeconds());
    long first = floor(range.from().getEpochSecond());
    for (long at = first; at < range.to().getEpochSecond(); at += stepSeconds) {
      starts.add(at);
    }
    for (OperationRow row : rows) {
      Cell cell = cells.computeIfAbsent(floor(row.from().getEpochSecond()), _ -> new Cell());
      cell.durations.add(row.durations());
      cell.units += row.units();
      cell.failed += row.failed();
    }
  }

  private long floor(long second) {
    return Math.floorDiv(second, stepSeconds) * stepSeconds;
  }

  Series percentiles() {
    return new Series(
        stepSeconds,
        List.copyOf(starts),
        List.of(quantile("p50", 0.5), quantile("p95", 0.95), quantile("p99", 0.99)),
        "ns");
  }

  Series rate() {
    return new Series(
        stepSeconds,
        List.copyOf(starts),
        List.of(
            line("requests", cell -> cell.units / stepSeconds),
            line("errors", cell -> cell.failed / stepSeconds)),
        "per second");
  }

  Series.Line quantile(String name, double q) {
    return line(name, cell -> cell.durations.total() > 0 ? cell.durations.quantile(q) : Double.NaN);
  }

  private Series.Line line(String name, java.util.function.ToDoubleFunction<Cell> value) {
    List<Double> values = new ArrayList<>();
    for (long at : starts) {
      Cell cell = cells.get(at);
      values.add(cell == null ? Double.NaN : value.applyAsDouble(cell));
    }
    return new Series.Line(name, List.copyOf(values));
  }
}
