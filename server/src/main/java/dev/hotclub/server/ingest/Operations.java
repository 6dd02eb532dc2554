package dev.hotclub.server.ingest;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Names under which units of work are counted: no more than so many of one service, so that a
/// sender that puts ids into its routes fills one row and not the store.
final class Operations {
  /// Under which the rest is counted.
  static final String OTHER = "(other)";

  /// Large Django sites have about a thousand routes.
  private static final int MOST = 2_000;

  /// Of one installation.
  private static final int MOST_SERVICES = 1_000;

  private final Map<String, Set<String>> services = new ConcurrentHashMap<>();

  String name(String service, String operation) {
    Set<String> known = services.get(service);
    if (known == null) {
      if (services.size() >= MOST_SERVICES) {
        return OTHER;
      }
      known = services.computeIfAbsent(service, _ -> ConcurrentHashMap.newKeySet());
    }
    if (known.contains(operation)) {
      return operation;
    }
    if (known.size() >= MOST) {
      return OTHER;
    }
    known.add(operation);
    return operation;
  }
}
