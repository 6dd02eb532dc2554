package dev.hotclub.server.pages;

import dev.hotclub.model.finding.Evidence;
import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.finding.FindingKind;
import dev.hotclub.model.finding.Fix;
import dev.hotclub.model.trace.Site;
import dev.hotclub.store.FindingRow;
import dev.hotclub.store.FindingState;
import dev.hotclub.store.Range;
import java.time.Instant;
import java.util.List;

/// A finding as a card shows it.
///
/// @param lostNanosPerHour in the range; of one unit of work where it is shown with one
/// @param seen units of work that showed it
/// @param example trace and unit where it was seen last
public record FindingLine(
    String id,
    FindingKind kind,
    FindingState state,
    String service,
    String operation,
    String title,
    List<Site> sites,
    Site template,
    String shape,
    List<Evidence> evidence,
    List<Fix> fixes,
    double lostNanosPerHour,
    double seen,
    Instant firstSeen,
    Instant lastSeen,
    String firstRelease,
    String muteReason,
    Example example) {

  /// Where to see it.
  public record Example(String trace, String unit) {}

  static FindingLine of(FindingRow row, Range range) {
    Finding latest = row.latest();
    double hours = Math.max(1, range.length().toSeconds()) / 3600.0;
    return new FindingLine(
        latest.id(),
        latest.kind(),
        row.state(),
        latest.service(),
        latest.operation(),
        latest.title(),
        latest.sites(),
        latest.template(),
        latest.shape(),
        latest.evidence(),
        latest.fixes(),
        row.lostNanos() / hours,
        row.seen(),
        row.firstSeen(),
        row.lastSeen(),
        row.firstRelease(),
        row.reason(),
        new Example(
            latest.trace().toString(), java.util.HexFormat.of().toHexDigits(latest.unit())));
  }

  /// The kind as people call it.
  public String kindWords() {
    return switch (kind) {
      case N_PLUS_ONE -> "N+1";
      case DUPLICATE_QUERY -> "duplicate query";
      case SLOW_QUERY -> "slow query";
      case TOO_MANY_QUERIES -> "too many queries";
      case QUERY_IN_TEMPLATE -> "query in a template";
      case SYNC_IN_ASYNC -> "sync call in an async view";
      case UNUSED_PREFETCH -> "unused prefetch";
      case UNUSED_JOIN -> "unused join";
      case HUGE_RESULT -> "huge result";
      case N_PLUS_ONE_HTTP -> "N+1 over HTTP";
      case N_PLUS_ONE_CACHE -> "N+1 over the cache";
      case LONG_TRANSACTION -> "long transaction";
      case TIME_OUTSIDE_VIEW -> "time outside the view";
      case ERRORS -> "errors";
    };
  }

  public String stateWords() {
    return switch (state) {
      case OPEN -> "open";
      case FIXED -> "fixed";
      case BACK -> "back again";
      case MUTED -> "muted";
    };
  }
}
