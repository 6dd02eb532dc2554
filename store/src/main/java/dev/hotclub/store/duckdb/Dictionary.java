package dev.hotclub.store.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/// Texts by number, in memory and in a table. New ones are written in the transaction that first
/// uses them, and forgotten if it fails. Only the writer adds; anybody may read.
final class Dictionary implements Texts {
  private final String table;
  private final int most;
  private final int longest;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> texts = new ArrayList<>();
  private int written;
  private long refused;

  /// @param most how many it takes
  /// @param longest characters of a text that it takes
  Dictionary(Connection connection, String table, int most, int longest) throws SQLException {
    this.table = table;
    this.most = most;
    this.longest = longest;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT text FROM " + table + " ORDER BY number")) {
      while (rows.next()) {
        add(rows.getString(1));
      }
    }
    written = texts.size();
  }

  @Override
  public synchronized int number(String text) {
    Integer known = numbers.get(text);
    if (known != null) {
      return known;
    }
    if (texts.size() >= most || text.length() > longest) {
      refused++;
      return 0;
    }
    return add(text);
  }

  /// The number of a text that is known already; 0 if it is not.
  synchronized int known(String text) {
    return numbers.getOrDefault(text, 0);
  }

  @Override
  public synchronized String text(int number) {
    if (number < 1 || number > texts.size()) {
      throw new IllegalStateException("table " + table + " has no number " + number);
    }
    return texts.get(number - 1);
  }

  synchronized boolean has(int number) {
    return number >= 1 && number <= texts.size();
  }

  /// How often there was no room for a text.
  synchronized long refused() {
    return refused;
  }

  private int add(String text) {
    texts.add(text);
    numbers.put(text, texts.size());
    return texts.size();
  }

  /// Writes what is new, within the caller's transaction.
  synchronized void save(DuckDBConnection connection) throws SQLException {
    if (written == texts.size()) {
      return;
    }
    try (Rows rows = new Rows(connection, table)) {
      for (int i = written; i < texts.size(); i++) {
        rows.add(i + 1, texts.get(i));
      }
    }
  }

  /// The transaction that saved is durable.
  synchronized void saved() {
    written = texts.size();
  }

  /// The transaction failed: what it would have saved is new again when it is next asked for.
  synchronized void forget() {
    while (texts.size() > written) {
      numbers.remove(texts.removeLast());
    }
  }
}
