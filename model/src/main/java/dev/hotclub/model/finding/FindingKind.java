package dev.hotclub.model.finding;

import java.util.Locale;

/// What is wrong, by its cause.
public enum FindingKind {
  N_PLUS_ONE,
  DUPLICATE_QUERY,
  SLOW_QUERY,
  TOO_MANY_QUERIES,
  QUERY_IN_TEMPLATE,
  SYNC_IN_ASYNC,
  UNUSED_PREFETCH,
  UNUSED_JOIN,
  HUGE_RESULT,
  N_PLUS_ONE_HTTP,
  N_PLUS_ONE_CACHE,
  LONG_TRANSACTION,
  TIME_OUTSIDE_VIEW,
  ERRORS;

  /// As in addresses and JSON, `n_plus_one`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
