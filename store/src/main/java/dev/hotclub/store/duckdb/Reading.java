package dev.hotclub.store.duckdb;

import dev.hotclub.model.metric.Buckets;
import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Span;
import dev.hotclub.model.trace.Trace;
import dev.hotclub.model.trace.TraceId;
import dev.hotclub.store.ErrorRow;
import dev.hotclub.store.Filter;
import dev.hotclub.store.FindingRow;
import dev.hotclub.store.Known;
import dev.hotclub.store.OperationRow;
import dev.hotclub.store.Range;
import dev.hotclub.store.ShapeQuery;
import dev.hotclub.store.ShapeRow;
import dev.hotclub.store.SpanGroup;
import dev.hotclub.store.StoreStats;
import dev.hotclub.store.UnitQuery;
import dev.hotclub.store.UnitRow;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.duckdb.DuckDBConnection;

/// Answers questions, each on one of a few connections.
final class Reading implements AutoCloseable {
  private static final long NANOS = 1_000_000_000L;

  /// A trace of more groups than this was not sent by a program that works.
  private static final int MOST_GROUPS = 2_000;

  private final BlockingQueue<DuckDBConnection> free;
  private final List<DuckDBConnection> all = new ArrayList<>();
  private final Names names;
  private final Findings findings;
  private final SpanBlock block;

  Reading(DuckDBConnection connection, Names names, Findings findings, int readers)
      throws SQLException {
    this.names = names;
    this.findings = findings;
    this.block = new SpanBlock(names.texts);
    this.free = new ArrayBlockingQueue<>(readers);
    for (int i = 0; i < readers; i++) {
      DuckDBConnection own = connection.duplicate();
      all.add(own);
      free.add(own);
    }
  }

  private interface Query<T> {
    T of(Connection connection) throws SQLException;
  }

  private <T> T with(Query<T> query) throws SQLException {
    DuckDBConnection connection;
    try {
      connection = free.take();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", interrupted);
    }
    try {
      return query.of(connection);
    } finally {
      free.add(connection);
    }
  }

  List<SpanGroup> unsettled() throws SQLException {
    return with(connection -> {
      List<SpanGroup> groups = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT trace_high, trace_low, number, body FROM span_group"
                      + " WHERE number IN (SELECT number FROM unsettled) ORDER BY number")) {
        while (rows.next()) {
          TraceId trace = new TraceId(rows.getLong(1), rows.getLong(2));
          groups.add(new SpanGroup(rows.getLong(3), block.decode(trace, rows.getBytes(4))));
        }
      }
      return groups;
    });
  }

  Optional<Trace> trace(TraceId id) throws SQLException {
    return with(connection -> {
      List<Span> spans = new ArrayList<>();
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT body FROM span_group WHERE trace_high = ? AND trace_low = ? LIMIT "
                  + MOST_GROUPS)) {
        statement.setLong(1, id.high());
        statement.setLong(2, id.low());
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            spans.addAll(block.decode(id, rows.getBytes(1)));
          }
        }
      }
      return spans.isEmpty() ? Optional.empty() : Optional.of(new Trace(spans));
    });
  }

  private static String between(String column, Range range) {
    return column
        + " >= "
        + BatchWriter.nanos(range.from())
        + " AND "
        + column
        + " < "
        + BatchWriter.nanos(range.to());
  }

  private static String steps(Range range) {
    // a step belongs to a range that it begins in
    int from = (int) Math.ceilDiv(range.from().getEpochSecond(), (long) BatchWriter.STEP_SECONDS);
    int to = (int) Math.ceilDiv(range.to().getEpochSecond(), (long) BatchWriter.STEP_SECONDS);
    return "step >= " + Math.min(from, to - 1) + " AND step < " + to;
  }

  /// Numbers of the operations of that name, of all services; as a condition.
  private String operation(String name) {
    if (name.isEmpty()) {
      return "";
    }
    StringBuilder wanted = new StringBuilder("-1");
    for (int number = 1; names.operations.has(number); number++) {
      if (names.name(number).equals(Places.clean(name))) {
        wanted.append(",").append(number);
      }
    }
    return " AND operation IN (" + wanted + ")";
  }

  List<UnitRow> units(UnitQuery query) throws SQLException {
    StringBuilder sql = new StringBuilder("SELECT * FROM unit WHERE ");
    sql.append(between("start_nanos", query.range()))
        .append(names.condition(query.filter()))
        .append(operation(query.operation()));
    List<String> texts = new ArrayList<>();
    contains(sql, texts, "path", query.path());
    contains(sql, texts, "view", query.view());
    if (!query.method().isEmpty()) {
      sql.append(" AND method = ?");
      texts.add(query.method());
    }
    if (query.fewestStatus() > 0 || query.mostStatus() < 999) {
      sql.append(" AND status BETWEEN " + query.fewestStatus() + " AND " + query.mostStatus());
    }
    least(sql, "nanos", query.fewestNanos());
    least(sql, "queries", query.fewestQueries());
    least(sql, "query_nanos", query.fewestQueryNanos());
    if (query.failed() == UnitQuery.Failed.ONLY) {
      sql.append(" AND (status >= 500 OR error <> '')");
    }
    sql.append(" ORDER BY ")
        .append(
            switch (query.order()) {
              case RECENT -> "start_nanos";
              case SLOWEST -> "nanos";
              case MOST_QUERIES -> "queries";
              case MOST_QUERY_TIME -> "query_nanos";
            })
        .append(" DESC, start_nanos DESC, span LIMIT ")
        .append(Math.clamp(query.limit(), 1, 1_000))
        .append(" OFFSET ")
        .append(Math.max(0, query.skip()));
    return with(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
        for (int i = 0; i < texts.size(); i++) {
          statement.setString(i + 1, texts.get(i));
        }
        List<UnitRow> units = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            units.add(unit(rows));
          }
        }
        return units;
      }
    });
  }

  private static void contains(StringBuilder sql, List<String> texts, String column, String part) {
    if (!part.isEmpty()) {
      sql.append(" AND contains(lower(").append(column).append("), lower(?))");
      texts.add(part);
    }
  }

  private static void least(StringBuilder sql, String column, long fewest) {
    if (fewest > 0) {
      sql.append(" AND ").append(column).append(" >= ").append(fewest);
    }
  }

  private UnitRow unit(ResultSet row) throws SQLException {
    Call.Request request =
        new Call.Request(
            row.getString("method"),
            row.getString("route"),
            row.getString("view"),
            row.getString("path"),
            row.getInt("status"),
            row.getLong("bytes"),
            row.getLong("queue_nanos"),
            row.getDouble("weight"),
            row.getString("user_id"),
            row.getBoolean("long_lived"));
    return new UnitRow(
        new TraceId(row.getLong("trace_high"), row.getLong("trace_low")),
        row.getLong("span"),
        instant(row.getLong("start_nanos")),
        row.getLong("nanos"),
        SpanBlock.resource(
            row.getInt("resource") == 0
                ? String.join("\u0001", "", "", "", "", "0", "", "", "")
                : names.texts.text(row.getInt("resource"))),
        names.name(row.getInt("operation")),
        request,
        Codes.outcome(row.getInt("outcome")),
        row.getString("error"),
        row.getInt("queries"),
        row.getInt("duplicates"),
        row.getInt("similars"),
        row.getLong("query_nanos"),
        row.getLong("cache_nanos"),
        row.getLong("http_nanos"),
        row.getInt("findings"),
        row.getInt("spans"));
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  private record OperationKey(long step, int operation) {}

  /// How many steps of ten seconds make one of the wanted; 0 for a single one.
  private static int together(Range range, Duration step) {
    return step.compareTo(range.length()) >= 0
        ? 0
        : (int) Math.max(1, step.toSeconds() / BatchWriter.STEP_SECONDS);
  }

  private static String stepColumn(int together) {
    return together == 0 ? "0" : "step // " + together;
  }

  private static Instant begin(long step, int together, Range range) {
    return together == 0
        ? range.from()
        : Instant.ofEpochSecond(step * together * BatchWriter.STEP_SECONDS);
  }

  List<OperationRow> operations(Range range, Filter filter, String operation, Duration step)
      throws SQLException {
    int together = together(range, step);
    String where = " WHERE " + steps(range) + names.condition(filter) + operation(operation);
    String group = " GROUP BY ALL";
    return with(connection -> {
      Map<OperationKey, Buckets> buckets = new HashMap<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT "
                      + stepColumn(together)
                      + " AS s, operation, bucket, sum(count) FROM unit_bucket"
                      + where
                      + group)) {
        while (rows.next()) {
          buckets
              .computeIfAbsent(
                  new OperationKey(rows.getLong(1), rows.getInt(2)), _ -> new Buckets())
              .add(rows.getInt(3), rows.getDouble(4));
        }
      }
      List<OperationRow> found = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT "
                      + stepColumn(together)
                      + " AS s, operation, max(error), sum(units), sum(failed), sum(nanos),"
                      + " sum(queries), sum(query_nanos), sum(cache_nanos), sum(http_nanos),"
                      + " sum(queue_nanos) FROM unit_tally"
                      + where
                      + group
                      + " ORDER BY s, 6 DESC")) {
        while (rows.next()) {
          OperationKey key = new OperationKey(rows.getLong(1), rows.getInt(2));
          found.add(
              new OperationRow(
                  names.service(key.operation()),
                  names.name(key.operation()),
                  begin(key.step(), together, range),
                  buckets.getOrDefault(key, new Buckets()),
                  rows.getDouble(3),
                  rows.getDouble(4),
                  rows.getDouble(5),
                  rows.getDouble(6),
                  rows.getDouble(7),
                  rows.getDouble(8),
                  rows.getDouble(9),
                  rows.getDouble(10),
                  rows.getDouble(11)));
        }
      }
      return found;
    });
  }

  private record ShapeKey(long step, long shape, int operation, int place) {}

  private record ShapeText(String text, String summary, String system) {}

  List<ShapeRow> shapes(ShapeQuery query) throws SQLException {
    int together = together(query.range(), query.step());
    boolean byOperation = query.apart() != ShapeQuery.Apart.SHAPE;
    boolean bySite = query.apart() == ShapeQuery.Apart.SITE;
    String where =
        " WHERE "
            + steps(query.range())
            + names.condition(query.filter())
            + operation(query.operation())
            + (query.shape().isPresent() ? " AND shape = " + query.shape().getAsLong() : "");
    String operation = byOperation ? "operation" : "0";
    return with(connection -> {
      Map<ShapeKey, Buckets> buckets = new HashMap<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT "
                      + stepColumn(together)
                      + ", shape, "
                      + operation
                      + ", bucket, sum(count) FROM shape_bucket"
                      + where
                      + " GROUP BY ALL")) {
        while (rows.next()) {
          buckets
              .computeIfAbsent(
                  new ShapeKey(rows.getLong(1), rows.getLong(2), rows.getInt(3), 0),
                  _ -> new Buckets())
              .add(rows.getInt(4), rows.getDouble(5));
        }
      }
      Map<Long, ShapeText> texts = new HashMap<>();
      List<ShapeRow> found = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT "
                      + stepColumn(together)
                      + ", shape, "
                      + operation
                      + ", "
                      + (bySite ? "place" : "0")
                      + ", sum(calls), sum(units), sum(nanos), sum(rows), min(operation)"
                      + " FROM shape_tally"
                      + where
                      + " GROUP BY 1, 2, 3, 4 ORDER BY 7 DESC LIMIT "
                      + Math.clamp(query.limit(), 1, 10_000))) {
        while (rows.next()) {
          long shape = rows.getLong(2);
          int number = rows.getInt(3);
          ShapeText text = text(connection, texts, shape);
          String place = rows.getInt(4) == 0 ? "\u0001" : names.places.text(rows.getInt(4));
          int cut = place.indexOf('\u0001');
          found.add(
              new ShapeRow(
                  shape,
                  text.text(),
                  text.summary(),
                  text.system(),
                  names.service(rows.getInt(9)),
                  byOperation ? names.name(number) : "",
                  Places.site(place.substring(0, cut)),
                  place.substring(cut + 1),
                  begin(rows.getLong(1), together, query.range()),
                  buckets.getOrDefault(
                      new ShapeKey(rows.getLong(1), shape, number, 0), new Buckets()),
                  rows.getDouble(5),
                  rows.getDouble(6),
                  rows.getDouble(7),
                  rows.getDouble(8)));
        }
      }
      return found;
    });
  }

  private static ShapeText text(Connection connection, Map<Long, ShapeText> known, long shape)
      throws SQLException {
    ShapeText found = known.get(shape);
    if (found != null) {
      return found;
    }
    ShapeText text = new ShapeText(Names.OTHER, Names.OTHER, "");
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT text, summary, system FROM shape WHERE shape = ?")) {
      statement.setLong(1, shape);
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next()) {
          text = new ShapeText(rows.getString(1), rows.getString(2), rows.getString(3));
        }
      }
    }
    known.put(shape, text);
    return text;
  }

  List<FindingRow> findings(Range range, Filter filter, String operation) throws SQLException {
    Map<String, double[]> seen = new LinkedHashMap<>();
    with(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT id, sum(weight), sum(lost_nanos) FROM sighting WHERE "
                      + steps(range)
                      + " GROUP BY id")) {
        while (rows.next()) {
          seen.put(rows.getString(1), new double[] {rows.getDouble(2), rows.getDouble(3)});
        }
      }
      return seen;
    });
    List<FindingRow> rows = findings.rows(seen, filter.service(), operation);
    rows.sort(
        Comparator.comparingDouble(FindingRow::lostNanos)
            .reversed()
            .thenComparing(Comparator.comparingDouble(FindingRow::seen).reversed())
            .thenComparing(row -> row.latest().id()));
    return rows;
  }

  Optional<FindingRow> finding(String id) throws SQLException {
    double[] sums =
        with(connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT coalesce(sum(weight), 0), coalesce(sum(lost_nanos), 0)"
                      + " FROM sighting WHERE id = ?")) {
            statement.setString(1, id);
            try (ResultSet rows = statement.executeQuery()) {
              return rows.next()
                  ? new double[] {rows.getDouble(1), rows.getDouble(2)}
                  : new double[2];
            }
          }
        });
    return findings.row(id, sums[0], sums[1]);
  }

  List<ErrorRow> errors(Range range, Filter filter, String operation) throws SQLException {
    return with(connection -> {
      List<ErrorRow> errors = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT operation, type, place, arg_max(message, step), min(step), max(step),"
                      + " sum(count), arg_max(trace_high, step), arg_max(trace_low, step)"
                      + " FROM error WHERE "
                      + steps(range)
                      + operation(operation)
                      + " GROUP BY operation, type, place ORDER BY 7 DESC LIMIT 1000")) {
        while (rows.next()) {
          String service = names.service(rows.getInt(1));
          if (!filter.service().isEmpty() && !filter.service().equals(service)) {
            continue;
          }
          String place = rows.getInt(3) == 0 ? "\u0001" : names.places.text(rows.getInt(3));
          errors.add(
              new ErrorRow(
                  service,
                  names.name(rows.getInt(1)),
                  rows.getString(2),
                  rows.getString(4),
                  Places.site(place.substring(0, place.indexOf('\u0001'))),
                  Instant.ofEpochSecond(rows.getLong(5) * BatchWriter.STEP_SECONDS),
                  Instant.ofEpochSecond(rows.getLong(6) * BatchWriter.STEP_SECONDS),
                  rows.getDouble(7),
                  new TraceId(rows.getLong(8), rows.getLong(9))));
        }
      }
      return errors;
    });
  }

  Known known() throws SQLException {
    return with(connection -> {
      TreeSet<String> services = new TreeSet<>();
      TreeSet<String> environments = new TreeSet<>();
      TreeSet<String> hosts = new TreeSet<>();
      Map<String, Known.Release> releases = new HashMap<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT origin, min(step) FROM unit_tally GROUP BY origin ORDER BY 2")) {
        while (rows.next()) {
          String[] parts = names.origin(rows.getInt(1));
          add(services, parts[0]);
          add(environments, parts[1]);
          add(hosts, parts[3]);
          if (!parts[2].isEmpty()) {
            Instant first = Instant.ofEpochSecond(rows.getLong(2) * BatchWriter.STEP_SECONDS);
            Known.Release ignored =
                releases.putIfAbsent(
                    parts[0] + "\u0001" + parts[2], new Known.Release(parts[0], parts[2], first));
          }
        }
      }
      List<Known.Release> newestFirst = new ArrayList<>(releases.values());
      newestFirst.sort(Comparator.comparing(Known.Release::firstSeen).reversed());
      return new Known(
          List.copyOf(services), List.copyOf(environments), newestFirst, List.copyOf(hosts));
    });
  }

  private static void add(Set<String> names, String name) {
    if (!name.isEmpty()) {
      names.add(name);
    }
  }

  StoreStats stats(Path file, String trouble) throws SQLException {
    return with(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT (SELECT coalesce(sum(spans), 0) FROM span_group),"
                      + " (SELECT count(DISTINCT (trace_high, trace_low)) FROM span_group),"
                      + " (SELECT count(*) FROM unit), (SELECT count(*) FROM operation),"
                      + " (SELECT count(*) FROM shape),"
                      + " (SELECT min(start_nanos) FROM span_group),"
                      + " (SELECT max(start_nanos) FROM span_group)")) {
        if (!row.next()) {
          throw new SQLException("no answer");
        }
        boolean empty = row.getLong(1) == 0;
        return new StoreStats(
            file.toFile().length() + Path.of(file + ".wal").toFile().length(),
            row.getLong(1),
            row.getLong(2),
            row.getLong(3),
            row.getLong(4),
            row.getLong(5),
            findings.size(),
            names.otherOperations(),
            names.otherShapes(),
            empty ? Optional.empty() : Optional.of(instant(row.getLong(6))),
            empty ? Optional.empty() : Optional.of(instant(row.getLong(7))),
            trouble);
      }
    });
  }

  void export(Path folder) throws SQLException {
    with(connection -> {
      List<String> tables = new ArrayList<>();
      try (Statement statement = connection.createStatement()) {
        try (ResultSet rows =
            statement.executeQuery("SELECT table_name FROM duckdb_tables() WHERE NOT temporary")) {
          while (rows.next()) {
            tables.add(rows.getString(1));
          }
        }
        for (String table : tables) {
          String target = folder.resolve(table + ".parquet").toString().replace("'", "''");
          statement.execute(
              "COPY (SELECT * FROM \"" + table + "\") TO '" + target + "' (FORMAT parquet)");
        }
      }
      return tables;
    });
  }

  @Override
  public void close() throws SQLException {
    for (DuckDBConnection connection : all) {
      connection.close();
    }
  }
}
