package dev.hotclub.server.pages;

import dev.hotclub.store.OperationRow;
import dev.hotclub.store.Range;
import dev.hotclub.store.ShapeQuery;
import dev.hotclub.store.ShapeRow;
import dev.hotclub.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/// The slow-query log: statements by shape.
///
/// @param nanos of all of them
public record QueriesPage(
    String sentence, List<ShapeLine> shapes, double nanos, double calls, String sortedBy) {
  private static final int MOST = 200;

  static QueriesPage of(Store store, Scope scope) throws IOException {
    Range range = scope.range();
    List<ShapeRow> rows =
        store.shapes(
            new ShapeQuery(
                range,
                scope.filter(),
                scope.asked("op"),
                OptionalLong.empty(),
                ShapeQuery.Apart.SHAPE,
                range.length(),
                MOST));
    double all = rows.stream().mapToDouble(ShapeRow::nanos).sum();
    double requests = 0;
    for (OperationRow row :
        store.operations(range, scope.filter(), scope.asked("op"), range.length())) {
      requests += row.nanos();
    }
    List<ShapeLine> lines = new ArrayList<>();
    String search = scope.asked("search");
    for (ShapeRow row : rows) {
      if (row.text().contains(search)) {
        lines.add(ShapeLine.of(row, range, 0, all));
      }
    }
    String sort = scope.asked("sort").isEmpty() ? "time" : scope.asked("sort");
    lines.sort(order(sort));
    return new QueriesPage(
        sentence(rows, all, requests),
        List.copyOf(lines),
        all,
        rows.stream().mapToDouble(ShapeRow::calls).sum(),
        sort);
  }

  private static String sentence(List<ShapeRow> rows, double all, double requests) {
    if (rows.isEmpty()) {
      return "No queries in this time.";
    }
    ShapeRow first = rows.getFirst();
    String share =
        requests > 0
            ? ", " + Format.percent(Math.min(1, all / requests)) + " of all request time"
            : "";
    return "Queries took "
        + Format.time(all)
        + share
        + "; "
        + first.summary()
        + " alone "
        + Format.percent(first.nanos() / all)
        + " of that, "
        + Format.count(first.calls())
        + " calls of "
        + Format.time(first.nanos() / first.calls())
        + ".";
  }

  private static Comparator<ShapeLine> order(String sort) {
    boolean turned = sort.startsWith("-");
    Comparator<ShapeLine> order =
        switch (turned ? sort.substring(1) : sort) {
          case "name" -> Comparator.comparing(ShapeLine::summary);
          case "calls" -> Comparator.comparingDouble((ShapeLine s) -> -s.calls());
          case "mean" -> Comparator.comparingDouble((ShapeLine s) -> -s.meanNanos());
          case "p95" -> Comparator.comparingDouble((ShapeLine s) -> -s.p95Nanos());
          case "rows" -> Comparator.comparingDouble((ShapeLine s) -> -s.rows());
          case "perunit" -> Comparator.comparingDouble((ShapeLine s) -> -s.perUnit());
          case "time" -> Comparator.comparingDouble((ShapeLine s) -> -s.nanos());
          default ->
              throw new IllegalArgumentException(
                  "nothing is sorted by " + Format.shortened(sort, 40));
        };
    return turned ? order.reversed() : order;
  }
}
