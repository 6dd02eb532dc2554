package dev.hotclub.store;

/// Which units of work, in which order.
///
/// @param operation empty for all
/// @param path a part of the path; empty for all
/// @param view a part of the view's name; empty for all
/// @param method empty for all
/// @param fewestStatus of HTTP, 0 for all; with `mostStatus` a closed range
/// @param fewestNanos 0 for all
/// @param fewestQueries 0 for all
/// @param fewestQueryNanos 0 for all
/// @param limit 1 to 1,000
/// @param skip rows to leave out first
public record UnitQuery(
    Range range,
    Filter filter,
    String operation,
    String path,
    String view,
    String method,
    int fewestStatus,
    int mostStatus,
    long fewestNanos,
    int fewestQueries,
    long fewestQueryNanos,
    Failed failed,
    Order order,
    int limit,
    int skip) {

  /// Which come first.
  public enum Order {
    RECENT,
    SLOWEST,
    MOST_QUERIES,
    MOST_QUERY_TIME
  }

  /// Whether those that ended without an error are wanted too.
  public enum Failed {
    ANY,
    ONLY
  }

  /// The newest hundred of a range.
  public static UnitQuery recent(Range range, Filter filter) {
    return new UnitQuery(
        range, filter, "", "", "", "", 0, 999, 0, 0, 0, Failed.ANY, Order.RECENT, 100, 0);
  }

  public UnitQuery of(String wanted) {
    return new UnitQuery(
        range,
        filter,
        wanted,
        path,
        view,
        method,
        fewestStatus,
        mostStatus,
        fewestNanos,
        fewestQueries,
        fewestQueryNanos,
        failed,
        order,
        limit,
        skip);
  }

  public UnitQuery by(Order wanted, int most) {
    return new UnitQuery(
        range,
        filter,
        operation,
        path,
        view,
        method,
        fewestStatus,
        mostStatus,
        fewestNanos,
        fewestQueries,
        fewestQueryNanos,
        failed,
        wanted,
        most,
        skip);
  }
}
