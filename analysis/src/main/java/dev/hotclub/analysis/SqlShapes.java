package dev.hotclub.analysis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Finds the shape of statements, and keeps those that come again.
public final class SqlShapes {
  /// About 50 MB of statements of a kilobyte.
  private static final int MOST = 20_000;

  private final ConcurrentMap<String, SqlShape> known = new ConcurrentHashMap<>();

  /// @param system `postgresql`, `sqlite`, …
  public SqlShape of(String text, String system) {
    SqlShape shape = known.get(text);
    if (shape == null) {
      shape = make(text);
      if (known.size() < MOST) {
        known.put(text, shape);
      }
    }
    return shape;
  }

  private static SqlShape make(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ each & 0xFF) * 0x100000001b3L;
    }
    int space = text.indexOf(' ');
    String operation = space < 0 ? text : text.substring(0, space);
    return new SqlShape(hash, text, operation, operation, List.of());
  }
}
