package dev.hotclub.server.pages;

import dev.hotclub.store.OperationRow;
import java.util.ArrayList;
import java.util.List;

/// Where the time of units of work went, in nanoseconds. What no span accounts for is `computing`:
/// own code, libraries and waits that nobody measured.
public record Split(double computing, double database, double cache, double http, double queue) {
  public static final Split NOTHING = new Split(0, 0, 0, 0, 0);

  /// One kind's part of a bar.
  ///
  /// @param kind a word, also the style's class
  /// @param from in percent of the whole
  /// @param width in percent of the whole
  public record Part(String kind, double nanos, double from, double width) {}

  static Split of(OperationRow row) {
    double known = row.queryNanos() + row.cacheNanos() + row.httpNanos();
    // calls that overlap add up to more than the time that passed
    return new Split(
        Math.max(0, row.nanos() - known),
        row.queryNanos(),
        row.cacheNanos(),
        row.httpNanos(),
        row.queueNanos());
  }

  Split plus(Split other) {
    return new Split(
        computing + other.computing,
        database + other.database,
        cache + other.cache,
        http + other.http,
        queue + other.queue);
  }

  public double total() {
    return computing + database + cache + http + queue;
  }

  /// Those that have any, in a fixed order.
  public List<Part> parts() {
    String[] kinds = {"queue", "computing", "database", "cache", "http"};
    double[] nanos = {queue, computing, database, cache, http};
    List<Part> parts = new ArrayList<>();
    double at = 0;
    for (int i = 0; i < kinds.length; i++) {
      double width = total() > 0 ? 100 * nanos[i] / total() : 0;
      if (width > 0) {
        parts.add(new Part(kinds[i], nanos[i], at, width));
      }
      at += width;
    }
    return parts;
  }

  /// `database 62 %, computing 38 %`, the largest first.
  public String words() {
    return String.join(
        ", ",
        parts().stream()
            .sorted(java.util.Comparator.comparingDouble(Part::nanos).reversed())
            .map(part -> part.kind() + " " + Format.percent(part.width() / 100))
            .toList());
  }
}
