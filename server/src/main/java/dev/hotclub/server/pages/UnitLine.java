package dev.hotclub.server.pages;

import dev.hotclub.store.UnitRow;
import java.time.Instant;
import java.util.HexFormat;

/// A request in a list.
///
/// @param unit id of its span, 16 hexadecimal digits
/// @param error type of the exception that ended it; empty if none
public record UnitLine(
    String trace,
    String unit,
    Instant start,
    long nanos,
    String service,
    String operation,
    String method,
    String path,
    String view,
    int status,
    String error,
    int queries,
    int duplicates,
    int similar,
    long queryNanos,
    int findings,
    String host,
    String release,
    boolean failed) {
  static UnitLine of(UnitRow row) {
    return new UnitLine(
        row.trace().toString(),
        HexFormat.of().toHexDigits(row.span()),
        row.start(),
        row.nanos(),
        row.resource().service(),
        row.operation(),
        row.request().method(),
        row.request().path(),
        row.request().view(),
        row.request().status(),
        row.error(),
        row.queries(),
        row.duplicates(),
        row.similar(),
        row.queryNanos(),
        row.findings(),
        row.resource().host(),
        row.resource().release(),
        failed(row));
  }

  private static boolean failed(UnitRow row) {
    return row.outcome() == dev.hotclub.model.trace.Outcome.ERROR
        || row.request().status() >= 500
        || !row.error().isEmpty();
  }

  /// Whether the operation says something that the path does not.
  public boolean routeTellsMore() {
    return !path.isEmpty() && !operation.equals(method + " " + path.substring(1));
  }

  /// The path, or the operation where no path was sent.
  public String what() {
    return path.isEmpty() ? operation : method + " " + path;
  }
}
