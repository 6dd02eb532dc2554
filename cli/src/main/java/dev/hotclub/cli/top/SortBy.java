package dev.hotclub.cli.top;

import dev.hotclub.sampler.live.LiveRow;
import java.util.Comparator;

/// The column that rows are sorted by, largest first. Rows that are equal in it are sorted by the
/// others, then by name, so that they keep their places.
enum SortBy {
  OWN_SHARE,
  TOTAL_SHARE,
  OWN_TIME,
  TOTAL_TIME;

  private Comparator<LiveRow> rising() {
    return switch (this) {
      case OWN_SHARE -> Comparator.comparingDouble(LiveRow::ownShare);
      case TOTAL_SHARE -> Comparator.comparingDouble(LiveRow::totalShare);
      case OWN_TIME -> Comparator.comparing(LiveRow::own);
      case TOTAL_TIME -> Comparator.comparing(LiveRow::total);
    };
  }

  Comparator<LiveRow> order() {
    // of equal totals the caller stands above what it calls: it does less itself
    Comparator<LiveRow> ties =
        switch (this) {
          case TOTAL_SHARE, TOTAL_TIME -> OWN_TIME.rising().thenComparing(OWN_SHARE.rising());
          case OWN_SHARE -> OWN_TIME.rising().thenComparing(TOTAL_SHARE.rising()).reversed();
          case OWN_TIME -> OWN_SHARE.rising().thenComparing(TOTAL_TIME.rising()).reversed();
        };
    return rising()
        .reversed()
        .thenComparing(ties)
        .thenComparing(row -> row.frame().function())
        .thenComparing(row -> row.frame().file())
        .thenComparingInt(row -> row.frame().line());
  }
}
