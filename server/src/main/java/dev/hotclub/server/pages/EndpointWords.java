package dev.hotclub.server.pages;

import java.util.List;
import java.util.Locale;

/// What an endpoint's page says in words.
final class EndpointWords {
  /// The latencies of an ordinary service are spread so that p99 is three to four times p50; beyond
  /// five times the slow ones do something else than the rest.
  static final double LONG_TAIL = 5;

  /// Nobody waits for less than this.
  private static final double FAST_NANOS = 0.1e9;

  private static final double MOST = 0.5;

  private EndpointWords() {}

  static String sentence(Operation now, Difference difference, List<ShapeLine> shapes) {
    String p50 = Format.time(now.p50Nanos());
    String p99 = Format.time(now.p99Nanos());
    boolean always = now.p50Nanos() >= OverviewWords.SLOW_NANOS;
    boolean tail = now.p99Nanos() >= LONG_TAIL * now.p50Nanos() && now.p99Nanos() >= FAST_NANOS;
    if (always && tail) {
      return "Slow for everybody, p50 is "
          + p50
          + ", and far slower for a few, p99 is "
          + p99
          + ". "
          + where(now, shapes)
          + " "
          + why(difference);
    }
    if (always) {
      return "Slow for everybody: p50 is "
          + p50
          + ", and p99, "
          + p99
          + ", is no different in kind. "
          + where(now, shapes);
    }
    if (tail) {
      return "p50 is fine (" + p50 + "); p99 is " + p99 + ": " + lower(why(difference));
    }
    return (now.p99Nanos() < FAST_NANOS ? "Fast: " : "Even: ")
        + "p50 is "
        + p50
        + ", p99 is "
        + p99
        + ". "
        + where(now, shapes);
  }

  private static String lower(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  private static String why(Difference difference) {
    if (difference.facts().isEmpty()) {
      return difference.slow() == 0
          ? "Too few slow ones were kept to say what they have in common."
          : "Nothing that was measured tells the slow ones from the others.";
    }
    Difference.Fact first = difference.facts().getFirst();
    String share =
        first.explained() >= 0
            ? ", " + Format.percent(first.explained()) + " of the additional time"
            : "";
    // where the time went is said once; who or what else they share is another thing
    String second =
        difference.facts().stream()
            .skip(1)
            .filter(fact -> fact.explained() < 0)
            .findFirst()
            .map(fact -> "; they " + fact.words())
            .orElse("");
    return "The slow ones " + first.words() + share + second + ".";
  }

  private static String where(Operation now, List<ShapeLine> shapes) {
    if (now.nanos() <= 0) {
      return "";
    }
    double database = now.split().database() / now.nanos();
    if (database >= MOST && !shapes.isEmpty()) {
      ShapeLine worst = shapes.getFirst();
      return Format.percent(database)
          + " of the time is the database: "
          + Format.many(now.queries(), "query", "queries")
          + " a request, "
          + Format.percent(worst.share())
          + " of it "
          + worst.summary()
          + ".";
    }
    return "Of the time, " + now.split().words() + ".";
  }
}
