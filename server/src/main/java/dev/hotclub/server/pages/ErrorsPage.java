package dev.hotclub.server.pages;

import dev.hotclub.model.trace.Site;
import dev.hotclub.store.ErrorRow;
import dev.hotclub.store.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Exceptions by kind and endpoint.
public record ErrorsPage(String sentence, List<Line> errors) {
  private static final int MOST = 200;

  /// One kind at one endpoint.
  ///
  /// @param perHour in the range
  /// @param example a trace that has it
  public record Line(
      String service,
      String operation,
      String type,
      String message,
      Site site,
      Instant firstSeen,
      Instant lastSeen,
      double count,
      double perHour,
      String example) {}

  static ErrorsPage of(Store store, Scope scope) throws IOException {
    double hours = Math.max(1, scope.range().length().toSeconds()) / 3600.0;
    List<Line> lines =
        store.errors(scope.range(), scope.filter(), scope.asked("op")).stream()
            .map(row -> line(row, hours))
            .sorted(Comparator.comparingDouble(Line::count).reversed())
            .limit(MOST)
            .toList();
    return new ErrorsPage(sentence(lines), lines);
  }

  private static Line line(ErrorRow row, double hours) {
    return new Line(
        row.service(),
        row.operation(),
        row.type(),
        row.message(),
        row.site(),
        row.firstSeen(),
        row.lastSeen(),
        row.count(),
        row.count() / hours,
        row.example().toString());
  }

  private static String sentence(List<Line> lines) {
    if (lines.isEmpty()) {
      return "No exceptions in this time.";
    }
    Line first = lines.getFirst();
    double all = lines.stream().mapToDouble(Line::count).sum();
    return Format.many(all, "exception", "exceptions")
        + " of "
        + Format.many(lines.size(), "kind", "kinds")
        + "; "
        + Format.percent(first.count() / all)
        + " are "
        + first.type()
        + " at "
        + first.operation()
        + (first.site().known() ? ", raised in " + Format.site(first.site()) : "")
        + ".";
  }
}
