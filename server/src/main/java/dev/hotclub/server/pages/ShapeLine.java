package dev.hotclub.server.pages;

import dev.hotclub.model.trace.Site;
import dev.hotclub.store.Range;
import dev.hotclub.store.ShapeRow;
import java.util.HexFormat;

/// A statement's shape in a list.
///
/// @param shape 16 hexadecimal digits
/// @param calls in the range
/// @param perUnit calls for each unit of work of what is looked at
/// @param share of all time of the list
/// @param rows of one call, on average
public record ShapeLine(
    String shape,
    String text,
    String summary,
    String system,
    String service,
    String operation,
    Site site,
    String relation,
    double calls,
    double perSecond,
    double units,
    double perUnit,
    double nanos,
    double meanNanos,
    double p50Nanos,
    double p95Nanos,
    double p99Nanos,
    double share,
    double rows) {

  /// @param units of work by which calls are divided; 0 takes those that called it
  /// @param all nanoseconds of the whole list
  static ShapeLine of(ShapeRow row, Range range, double units, double all) {
    double among = units > 0 ? units : row.units();
    return new ShapeLine(
        HexFormat.of().toHexDigits(row.shape()),
        row.text(),
        row.summary(),
        row.system(),
        row.service(),
        row.operation(),
        row.site(),
        row.relation(),
        row.calls(),
        row.calls() / Math.max(1, range.length().toSeconds()),
        row.units(),
        among > 0 ? row.calls() / among : 0,
        row.nanos(),
        row.calls() > 0 ? row.nanos() / row.calls() : 0,
        row.durations().quantile(0.5),
        row.durations().quantile(0.95),
        row.durations().quantile(0.99),
        all > 0 ? row.nanos() / all : 0,
        row.calls() > 0 ? row.rows() / row.calls() : 0);
  }
}
