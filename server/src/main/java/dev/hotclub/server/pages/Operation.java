package dev.hotclub.server.pages;

import dev.hotclub.model.metric.Buckets;
import dev.hotclub.store.OperationRow;
import dev.hotclub.store.Range;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one operation took over a range of time.
///
/// @param perSecond units of work
/// @param error relative, of the percentiles
/// @param failedShare of the units
/// @param queries of one unit, on average
/// @param nanos of all units together
public record Operation(
    String service,
    String name,
    double units,
    double perSecond,
    double p50Nanos,
    double p95Nanos,
    double p99Nanos,
    double error,
    double failedShare,
    double queries,
    double nanos,
    Split split) {

  /// Rows of one operation, added up. The rows have the same service and operation.
  static Operation of(List<OperationRow> rows, Range range) {
    Buckets durations = new Buckets();
    Split split = Split.NOTHING;
    double units = 0;
    double failed = 0;
    double queries = 0;
    double nanos = 0;
    double error = 0;
    for (OperationRow row : rows) {
      durations.add(row.durations());
      split = split.plus(Split.of(row));
      units += row.units();
      failed += row.failed();
      queries += row.queries();
      nanos += row.nanos();
      error = Math.max(error, row.error());
    }
    double seconds = Math.max(1, range.length().toSeconds());
    OperationRow first = rows.getFirst();
    return new Operation(
        first.service(),
        first.operation(),
        units,
        units / seconds,
        durations.quantile(0.5),
        durations.quantile(0.95),
        durations.quantile(0.99),
        error,
        units > 0 ? failed / units : 0,
        units > 0 ? queries / units : 0,
        nanos,
        split);
  }

  /// Rows by service and operation.
  static Collection<List<OperationRow>> grouped(List<OperationRow> rows) {
    record Key(String service, String operation) {}
    Map<Key, List<OperationRow>> groups = new LinkedHashMap<>();
    for (OperationRow row : rows) {
      groups
          .computeIfAbsent(
              new Key(row.service(), row.operation()), _ -> new java.util.ArrayList<>())
          .add(row);
    }
    return groups.values();
  }

  /// Whether it is a command or a task: nobody waits for it in front of a page.
  static boolean isBackground(String name) {
    return name.startsWith("COMMAND ") || name.startsWith("TASK ");
  }

  boolean same(Operation other) {
    return service.equals(other.service) && name.equals(other.name);
  }
}
