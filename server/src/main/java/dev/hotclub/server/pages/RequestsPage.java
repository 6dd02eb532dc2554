package dev.hotclub.server.pages;

import dev.hotclub.store.Store;
import dev.hotclub.store.UnitQuery;
import dev.hotclub.store.UnitRow;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// Requests, filtered and sorted as asked.
///
/// @param more whether there are older ones
/// @param skipped how many come before these
public record RequestsPage(
    String sentence, List<UnitLine> requests, boolean more, int skipped, String sortedBy) {
  static final int PAGE = 100;
  private static final int FARTHEST = 100_000;

  static RequestsPage of(Store store, Scope scope) throws IOException {
    String sort = scope.asked("sort").isEmpty() ? "recent" : scope.asked("sort");
    int skip = (int) scope.number("skip", 0, FARTHEST);
    int least = (int) scope.number("status", 0, 999);
    // 404 is one status, 4 and 400 stand for all that begin so
    int fewest = least > 0 && least < 10 ? least * 100 : least;
    int most = least == 0 ? 999 : fewest % 100 == 0 && fewest > 200 ? fewest + 99 : fewest;
    UnitQuery query =
        new UnitQuery(
            scope.range(),
            scope.filter(),
            scope.asked("op"),
            scope.asked("path"),
            scope.asked("view"),
            scope.asked("method").toUpperCase(Locale.ROOT),
            fewest,
            most,
            scope.number("ms", 0, 86_400_000) * 1_000_000,
            (int) scope.number("queries", 0, 1_000_000),
            scope.number("dbms", 0, 86_400_000) * 1_000_000,
            scope.asked("failed").isEmpty() ? UnitQuery.Failed.ANY : UnitQuery.Failed.ONLY,
            order(sort),
            PAGE + 1,
            skip);
    List<UnitRow> rows = store.units(query);
    boolean more = rows.size() > PAGE;
    List<UnitLine> lines = rows.stream().limit(PAGE).map(UnitLine::of).toList();
    return new RequestsPage(sentence(lines, more), lines, more, skip, sort);
  }

  private static UnitQuery.Order order(String sort) {
    return switch (sort) {
      case "recent" -> UnitQuery.Order.RECENT;
      case "slowest" -> UnitQuery.Order.SLOWEST;
      case "queries" -> UnitQuery.Order.MOST_QUERIES;
      case "query-time" -> UnitQuery.Order.MOST_QUERY_TIME;
      default ->
          throw new IllegalArgumentException(
              "requests are sorted by recent, slowest, queries or query-time, not "
                  + Format.shortened(sort, 40));
    };
  }

  private static String sentence(List<UnitLine> lines, boolean more) {
    if (lines.isEmpty()) {
      return "No request that was kept in this time matches.";
    }
    long repeating = lines.stream().filter(line -> line.similar() >= 5).count();
    long failed = lines.stream().filter(UnitLine::failed).count();
    double slowest = lines.stream().mapToLong(UnitLine::nanos).max().orElse(0);
    return (more
            ? "Of these " + lines.size()
            : "Of " + Format.many(lines.size(), "request", "requests"))
        + ", the slowest took "
        + Format.time(slowest)
        + ", "
        + repeating
        + " repeat a statement five times and more, "
        + failed
        + " failed.";
  }
}
