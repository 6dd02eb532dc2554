package dev.hotclub.store.duckdb;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The tables, and their version.
///
/// Tallies have one row for each step of ten seconds and whatever is kept apart; who sent it is an
/// `origin` (service, environment, release, host). Everything is written in the order of time, so
/// that DuckDB's own zone maps find a range without an index.
final class Schema {
  /// The version that this program writes. A file of a later one is refused.
  static final int VERSION = 1;

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE text (number INTEGER, text VARCHAR)",
          "CREATE TABLE operation (number INTEGER, text VARCHAR)",
          "CREATE TABLE origin (number INTEGER, text VARCHAR)",
          "CREATE TABLE place (number INTEGER, text VARCHAR)",
          "CREATE TABLE shape (shape BIGINT, text VARCHAR, summary VARCHAR, system VARCHAR)",
          "CREATE TABLE release (origin INTEGER, first_micros BIGINT)",
          "CREATE TABLE span_group (trace_high BIGINT, trace_low BIGINT, number BIGINT,"
              + " start_nanos BIGINT, spans INTEGER, body BLOB)",
          "CREATE TABLE unsettled (number BIGINT)",
          "CREATE TABLE unit (start_nanos BIGINT, nanos BIGINT, trace_high BIGINT, trace_low BIGINT,"
              + " span BIGINT, operation INTEGER, origin INTEGER, resource INTEGER, method VARCHAR,"
              + " route VARCHAR, view VARCHAR, path VARCHAR, status SMALLINT, bytes BIGINT,"
              + " queue_nanos BIGINT, weight DOUBLE, user_id VARCHAR, long_lived BOOLEAN,"
              + " outcome TINYINT, error VARCHAR, queries INTEGER, duplicates INTEGER,"
              + " similars INTEGER, query_nanos BIGINT, cache_nanos BIGINT, http_nanos BIGINT,"
              + " findings INTEGER, spans INTEGER)",
          "CREATE TABLE unit_tally (step INTEGER, operation INTEGER, origin INTEGER, units DOUBLE,"
              + " failed DOUBLE, nanos DOUBLE, queries DOUBLE, query_nanos DOUBLE,"
              + " cache_nanos DOUBLE, http_nanos DOUBLE, queue_nanos DOUBLE, error DOUBLE)",
          "CREATE TABLE unit_bucket (step INTEGER, operation INTEGER, origin INTEGER,"
              + " bucket SMALLINT, count DOUBLE)",
          "CREATE TABLE shape_tally (step INTEGER, shape BIGINT, operation INTEGER, origin INTEGER,"
              + " place INTEGER, calls DOUBLE, units DOUBLE, nanos DOUBLE, rows DOUBLE)",
          "CREATE TABLE shape_bucket (step INTEGER, shape BIGINT, operation INTEGER,"
              + " origin INTEGER, bucket SMALLINT, count DOUBLE)",
          "CREATE TABLE finding (id VARCHAR PRIMARY KEY, operation INTEGER, body BLOB,"
              + " first_micros BIGINT, last_micros BIGINT, first_release VARCHAR, rows BIGINT,"
              + " fixed_micros BIGINT, reason VARCHAR)",
          "CREATE TABLE sighting (step INTEGER, id VARCHAR, origin INTEGER, weight DOUBLE,"
              + " lost_nanos DOUBLE)",
          "CREATE TABLE error (step INTEGER, operation INTEGER, origin INTEGER, type VARCHAR,"
              + " message VARCHAR, place INTEGER, count DOUBLE, trace_high BIGINT, trace_low BIGINT)",
          "CREATE TABLE audit (micros BIGINT, who VARCHAR, what VARCHAR)");

  private Schema() {}

  static void prepare(Connection connection) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER)");
      int version = 0;
      try (ResultSet rows = statement.executeQuery("SELECT max(version) FROM schema_version")) {
        if (rows.next()) {
          version = rows.getInt(1);
        }
      }
      if (version > VERSION) {
        throw new IOException(
            "the file was written by a later hotclub (its schema is "
                + version
                + ", this one knows "
                + VERSION
                + "): use that one");
      }
      if (version == 0) {
        statement.execute("BEGIN TRANSACTION");
        for (String table : TABLES) {
          statement.execute(table);
        }
        statement.execute("INSERT INTO schema_version VALUES (" + VERSION + ")");
        statement.execute("COMMIT");
      }
    }
  }
}
