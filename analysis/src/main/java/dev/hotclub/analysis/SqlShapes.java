package dev.hotclub.analysis;

import java.util.concurrent.ConcurrentHashMap;

/// Shapes of statements, each text looked at once. For any number of threads.
public final class SqlShapes {
  /// A site has hundreds of statements; one that writes values into its texts has no end of them.
  private static final int MOST_KEPT = 20_000;

  private final ConcurrentHashMap<String, SqlShape> known = new ConcurrentHashMap<>();

  /// @param text as it was sent, with placeholders of any style
  /// @param system `postgresql`, `mysql`, `sqlite`, …: decides what double quotes and `#` are
  public SqlShape of(String text, String system) {
    boolean mysql = system.equals("mysql") || system.equals("mariadb");
    String key = mysql ? "m" + text : text;
    SqlShape found = known.get(key);
    if (found != null) {
      return found;
    }
    SqlShape shape = new SqlLexer(text, mysql, system.startsWith("microsoft")).shape();
    if (known.size() >= MOST_KEPT) {
      known.clear();
    }
    SqlShape first = known.putIfAbsent(key, shape);
    return first == null ? shape : first;
  }
}
