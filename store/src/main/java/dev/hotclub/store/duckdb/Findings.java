package dev.hotclub.store.duckdb;

import dev.hotclub.model.finding.Finding;
import dev.hotclub.store.Batch;
import dev.hotclub.store.FindingRow;
import dev.hotclub.store.FindingState;
import dev.hotclub.store.UnitRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBConnection;

/// What is known of each finding, in memory and in its table.
final class Findings {
  /// An operation that was called this often without showing a finding is mended.
  private static final double UNITS_TO_BE_FIXED = 500;

  /// A fleet has hundreds; identities that a sender makes up meet this end.
  private static final int MOST = 20_000;

  /// How old a finding's row may be; its sightings are never.
  private static final long SAVE_NANOS = 10_000_000_000L;

  private record Known(
      Finding latest,
      int operation,
      long firstMicros,
      long lastMicros,
      String firstRelease,
      long fixedMicros,
      String reason,
      double unitsWhenSeen) {}

  private final Map<String, Known> known = new HashMap<>();
  private final Map<Integer, Double> units = new HashMap<>();
  private final Map<String, Long> savedNanos = new HashMap<>();
  private Map<String, Optional<Known>> before = Map.of();
  private Map<Integer, Double> unitsBefore = Map.of();

  Findings(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT operation, sum(units) FROM unit_tally GROUP BY operation")) {
        while (rows.next()) {
          units.put(rows.getInt(1), rows.getDouble(2));
        }
      }
      List<Known> read = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT body, operation, first_micros, greatest(last_micros, coalesce((SELECT max(step)"
                  + " FROM sighting s WHERE s.id = f.id), 0)::BIGINT * 10000000), first_release,"
                  + " fixed_micros,"
                  + " reason, (SELECT coalesce(sum(units), 0) FROM unit_tally t WHERE"
                  + " t.operation = f.operation AND t.step <= f.last_micros // 10000000)"
                  + " FROM finding f")) {
        while (rows.next()) {
          read.add(
              new Known(
                  FindingText.decode(rows.getBytes(1)),
                  rows.getInt(2),
                  rows.getLong(3),
                  rows.getLong(4),
                  rows.getString(5),
                  rows.getLong(6),
                  rows.getString(7),
                  rows.getDouble(8)));
        }
      }
      read.forEach(one -> known.put(one.latest().id(), one));
    }
  }

  synchronized void write(DuckDBConnection connection, Names names, List<Batch> batches)
      throws SQLException {
    before = new HashMap<>();
    unitsBefore = new HashMap<>();
    for (Batch batch : batches) {
      for (UnitRow unit : batch.units()) {
        int operation = names.operation(unit.resource().service(), unit.operation());
        unitsBefore.putIfAbsent(operation, units.getOrDefault(operation, 0.0));
        units.merge(operation, unit.request().weight(), Double::sum);
      }
    }
    List<String> changed = new ArrayList<>();
    try (Rows rows = new Rows(connection, "sighting")) {
      for (Batch batch : batches) {
        for (Batch.Sighting sighting : batch.findings()) {
          if (see(sighting, names)) {
            String id = sighting.finding().id();
            changed.add(id);
            rows.add(
                BatchWriter.step(sighting.at()),
                id,
                0,
                sighting.weight(),
                sighting.weight() * sighting.finding().lostNanos());
          }
        }
      }
    }
    long now = System.nanoTime();
    for (String id : changed.stream().distinct().toList()) {
      Long saved = savedNanos.get(id);
      if (saved == null || now - saved > SAVE_NANOS || changedState(id)) {
        save(connection, id);
        Long ignored = savedNanos.put(id, now);
      }
    }
  }

  private boolean see(Batch.Sighting sighting, Names names) {
    Finding finding = sighting.finding();
    Known old = known.get(finding.id());
    if (old == null && known.size() >= MOST) {
      return false;
    }
    before.putIfAbsent(finding.id(), Optional.ofNullable(old));
    int operation = names.operation(finding.service(), finding.operation());
    long micros = micros(sighting.at());
    double soFar = units.getOrDefault(operation, 0.0);
    if (old == null) {
      known.put(
          finding.id(),
          new Known(finding, operation, micros, micros, sighting.release(), 0, "", soFar));
    } else {
      boolean back = soFar - old.unitsWhenSeen() > UNITS_TO_BE_FIXED;
      known.put(
          finding.id(),
          new Known(
              micros >= old.lastMicros() ? finding : old.latest(),
              operation,
              Math.min(micros, old.firstMicros()),
              Math.max(micros, old.lastMicros()),
              old.firstRelease(),
              back ? old.lastMicros() : old.fixedMicros(),
              old.reason(),
              soFar));
    }
    return true;
  }

  /// Whether it is new, or came back in this transaction.
  private boolean changedState(String id) {
    Optional<Known> old = before.getOrDefault(id, Optional.empty());
    Known now = known.get(id);
    return old.isEmpty() || now == null || old.get().fixedMicros() != now.fixedMicros();
  }

  /// The transaction failed: everything is as before it.
  synchronized void forget() {
    before.forEach((id, old) -> {
      known.remove(id);
      old.ifPresent(one -> known.put(id, one));
      Long ignored = savedNanos.remove(id);
    });
    units.putAll(unitsBefore);
  }

  private void save(Connection connection, String id) throws SQLException {
    Known one = known.get(id);
    if (one == null) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, id);
      insert.setInt(2, one.operation());
      insert.setBytes(3, FindingText.encode(one.latest()));
      insert.setLong(4, one.firstMicros());
      insert.setLong(5, one.lastMicros());
      insert.setString(6, one.firstRelease());
      insert.setLong(7, one.latest().rows());
      insert.setLong(8, one.fixedMicros());
      insert.setString(9, one.reason());
      int ignored = insert.executeUpdate();
    }
  }

  synchronized boolean mute(Connection connection, String id, String reason) throws SQLException {
    Known one = known.get(id);
    if (one == null) {
      return false;
    }
    known.put(
        id,
        new Known(
            one.latest(),
            one.operation(),
            one.firstMicros(),
            one.lastMicros(),
            one.firstRelease(),
            one.fixedMicros(),
            reason,
            one.unitsWhenSeen()));
    save(connection, id);
    return true;
  }

  synchronized Optional<FindingRow> row(String id, double seen, double lostNanos) {
    return Optional.ofNullable(known.get(id)).map(one -> row(one, seen, lostNanos));
  }

  /// Every id, of the wanted operations alone.
  synchronized List<FindingRow> rows(Map<String, double[]> seen, String service, String operation) {
    List<FindingRow> rows = new ArrayList<>();
    for (Known one : known.values()) {
      if ((service.isEmpty() || service.equals(one.latest().service()))
          && (operation.isEmpty() || operation.equals(one.latest().operation()))) {
        double[] sums = seen.getOrDefault(one.latest().id(), new double[2]);
        rows.add(row(one, sums[0], sums[1]));
      }
    }
    return rows;
  }

  private FindingRow row(Known one, double seen, double lostNanos) {
    double since = units.getOrDefault(one.operation(), 0.0) - one.unitsWhenSeen();
    FindingState state =
        !one.reason().isEmpty()
            ? FindingState.MUTED
            : since >= UNITS_TO_BE_FIXED
                ? FindingState.FIXED
                : one.fixedMicros() > 0 ? FindingState.BACK : FindingState.OPEN;
    return new FindingRow(
        one.latest(),
        state,
        instant(one.firstMicros()),
        instant(one.lastMicros()),
        one.firstRelease(),
        seen,
        lostNanos,
        one.reason());
  }

  synchronized int size() {
    return known.size();
  }

  static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }
}
