package dev.hotclub.store.duckdb;

import dev.hotclub.model.trace.Resource;
import dev.hotclub.store.Filter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/// Every dictionary of the store, and what its texts are made of.
final class Names {
  static final String OTHER = "other";
  private static final String BETWEEN = "\u0001";

  /// Hosts and releases of many years; a sender that makes up names meets this end.
  private static final int MOST_ORIGINS = 100_000;

  private static final int MOST_TEXTS = 2_000_000;
  private static final int MOST_PLACES = 500_000;
  private static final int LONGEST_TEXT = 20_000;

  /// What tallies of other services may still take when the limit is reached.
  private static final int ROOM_FOR_OTHERS = 1_000;

  final Dictionary texts;
  final Dictionary operations;
  final Dictionary origins;
  final Dictionary places;
  private final Set<Long> shapes = new HashSet<>();
  private final List<Shape> freshShapes = new ArrayList<>();
  private final int mostOperations;
  private final int mostShapes;
  private int operationCount;
  private long otherOperations;
  private long otherShapes;

  private record Shape(long shape, String text, String summary, String system) {}

  Names(Connection connection, int mostOperations, int mostShapes) throws SQLException {
    this.mostOperations = mostOperations;
    this.mostShapes = mostShapes;
    texts = new Dictionary(connection, "text", MOST_TEXTS, LONGEST_TEXT);
    operations =
        new Dictionary(connection, "operation", mostOperations + ROOM_FOR_OTHERS, LONGEST_TEXT);
    origins = new Dictionary(connection, "origin", MOST_ORIGINS, LONGEST_TEXT);
    places = new Dictionary(connection, "place", MOST_PLACES, LONGEST_TEXT);
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery("SELECT shape FROM shape")) {
        while (rows.next()) {
          shapes.add(rows.getLong(1));
        }
      }
      try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM operation")) {
        if (rows.next()) {
          operationCount = rows.getInt(1);
        }
      }
    }
  }

  int operation(String service, String name) {
    String text = Places.clean(service) + BETWEEN + Places.clean(name);
    int known = operations.known(text);
    if (known > 0) {
      return known;
    }
    if (operationCount >= mostOperations) {
      otherOperations++;
      return operations.number(Places.clean(service) + BETWEEN + OTHER);
    }
    operationCount++;
    return operations.number(text);
  }

  String service(int operation) {
    String text = operation == 0 ? "" : operations.text(operation);
    return text.substring(0, Math.max(0, text.indexOf(BETWEEN)));
  }

  String name(int operation) {
    String text = operation == 0 ? OTHER : operations.text(operation);
    return text.substring(text.indexOf(BETWEEN) + 1);
  }

  int origin(Resource resource) {
    return origins.number(
        String.join(
            BETWEEN,
            Places.clean(resource.service()),
            Places.clean(resource.environment()),
            Places.clean(resource.release()),
            Places.clean(resource.host())));
  }

  /// Service, environment, release, host.
  String[] origin(int number) {
    return number == 0 ? new String[] {"", "", "", ""} : origins.text(number).split(BETWEEN, -1);
  }

  /// A condition on the column `origin` that lets through what a filter does; empty for all.
  String condition(Filter filter) {
    if (filter.equals(Filter.ANY)) {
      return "";
    }
    StringBuilder wanted = new StringBuilder();
    for (int number = 1; origins.has(number); number++) {
      String[] parts = origin(number);
      if (fits(filter.service(), parts[0])
          && fits(filter.environment(), parts[1])
          && fits(filter.release(), parts[2])
          && fits(filter.host(), parts[3])) {
        wanted.append(wanted.isEmpty() ? "" : ",").append(number);
      }
    }
    return " AND origin IN (" + (wanted.isEmpty() ? "-1" : wanted) + ")";
  }

  private static boolean fits(String wanted, String found) {
    return wanted.isEmpty() || wanted.equals(found);
  }

  /// The shape itself, or 0 for `other` when there are too many.
  long shape(long shape, String text, String summary, String system) {
    if (shapes.contains(shape)) {
      return shape;
    }
    if (shapes.size() >= mostShapes) {
      otherShapes++;
      return 0;
    }
    shapes.add(shape);
    freshShapes.add(new Shape(shape, text, summary, system));
    return shape;
  }

  void save(DuckDBConnection connection) throws SQLException {
    texts.save(connection);
    operations.save(connection);
    origins.save(connection);
    places.save(connection);
    if (!freshShapes.isEmpty()) {
      try (Rows rows = new Rows(connection, "shape")) {
        for (Shape fresh : freshShapes) {
          rows.add(fresh.shape(), fresh.text(), fresh.summary(), fresh.system());
        }
      }
    }
  }

  void saved() {
    texts.saved();
    operations.saved();
    origins.saved();
    places.saved();
    freshShapes.clear();
  }

  void forget() {
    texts.forget();
    operations.forget();
    origins.forget();
    places.forget();
    freshShapes.forEach(fresh -> shapes.remove(fresh.shape()));
    freshShapes.clear();
  }

  long otherOperations() {
    return otherOperations;
  }

  long otherShapes() {
    return otherShapes;
  }
}
