package dev.hotclub.store.duckdb;

import dev.hotclub.store.StoreSettings;
import java.io.File;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.duckdb.DuckDBConnection;

/// Deletes what is too old or too much, and adds up tallies that are no longer looked at by ten
/// seconds. Run by the writer between two transactions.
final class Tidying {
  /// Tallies of the last hours keep their steps of ten seconds.
  private static final Duration FINE = Duration.ofHours(2);

  /// Older ones are added up to steps of ten minutes.
  private static final int COARSE_STEPS = 60;

  private static final long NANOS = 1_000_000_000L;

  private final DuckDBConnection connection;
  private final StoreSettings settings;
  private final Path file;
  private int coarseUntil;
  private volatile String trouble = "";

  Tidying(DuckDBConnection connection, StoreSettings settings, Path file) {
    this.connection = connection;
    this.settings = settings;
    this.file = file;
  }

  void failed(SQLException why) {
    trouble = String.valueOf(why.getMessage());
  }

  /// Why it failed last; empty if it did not.
  String trouble() {
    return trouble;
  }

  void tidy(Instant now) throws SQLException {
    long traces = BatchWriter.nanos(now.minus(settings.tracesFor()));
    int tallies = BatchWriter.step(now.minus(settings.talliesFor()));
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN TRANSACTION");
      try {
        forget(statement, traces, tallies);
        addUp(statement, BatchWriter.step(now.minus(FINE)));
        statement.execute("COMMIT");
      } catch (SQLException failed) {
        statement.execute("ROLLBACK");
        throw failed;
      }
      shrink(statement);
    }
    trouble = "";
  }

  private static void forget(Statement statement, long traces, int tallies) throws SQLException {
    statement.execute("DELETE FROM span_group WHERE start_nanos < " + traces);
    statement.execute("DELETE FROM unit WHERE start_nanos < " + traces);
    for (String table :
        new String[] {
          "unit_tally", "unit_bucket", "shape_tally", "shape_bucket", "sighting", "error"
        }) {
      statement.execute("DELETE FROM " + table + " WHERE step < " + tallies);
    }
  }

  /// Sums of whole coarse steps take the place of their parts.
  private void addUp(Statement statement, int until) throws SQLException {
    int end = until / COARSE_STEPS * COARSE_STEPS;
    if (end <= coarseUntil) {
      return;
    }
    addUp(
        statement,
        "unit_tally",
        "operation, origin",
        "sum(units), sum(failed), sum(nanos), sum(queries), sum(query_nanos), sum(cache_nanos),"
            + " sum(http_nanos), sum(queue_nanos), max(error)",
        end);
    addUp(statement, "unit_bucket", "operation, origin, bucket", "sum(count)", end);
    addUp(
        statement,
        "shape_tally",
        "shape, operation, origin, place",
        "sum(calls), sum(units), sum(nanos), sum(rows)",
        end);
    addUp(statement, "shape_bucket", "shape, operation, origin, bucket", "sum(count)", end);
    addUp(statement, "sighting", "id, origin", "sum(weight), sum(lost_nanos)", end);
    coarseUntil = end;
  }

  private void addUp(Statement statement, String table, String keys, String sums, int end)
      throws SQLException {
    String old = " FROM " + table + " WHERE step >= " + coarseUntil + " AND step < " + end;
    statement.execute(
        "CREATE TEMP TABLE added AS SELECT step // "
            + COARSE_STEPS
            + " * "
            + COARSE_STEPS
            + " AS step, "
            + keys
            + ", "
            + sums
            + old
            + " GROUP BY ALL");
    statement.execute("DELETE" + old);
    statement.execute("INSERT INTO " + table + " SELECT * FROM added ORDER BY step");
    statement.execute("DROP TABLE added");
  }

  /// The oldest hour of traces goes while the file holds more than it may. Blocks that are free
  /// count as held until a vacuum, so what is used is asked for.
  private void shrink(Statement statement) throws SQLException {
    File size = file.toFile();
    if (size.length() < settings.mostBytes()) {
      return;
    }
    long used = 0;
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT sum(used_blocks * block_size) FROM pragma_database_size()")) {
      if (rows.next()) {
        used = rows.getLong(1);
      }
    }
    if (used < settings.mostBytes()) {
      return;
    }
    try (ResultSet rows = statement.executeQuery("SELECT min(start_nanos) FROM span_group")) {
      if (!rows.next()) {
        return;
      }
      long until = rows.getLong(1) + 3600 * NANOS;
      statement.execute("DELETE FROM span_group WHERE start_nanos < " + until);
      statement.execute("DELETE FROM unit WHERE start_nanos < " + until);
      statement.execute("CHECKPOINT");
    }
  }
}
