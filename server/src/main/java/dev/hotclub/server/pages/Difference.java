package dev.hotclub.server.pages;

import dev.hotclub.store.UnitRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/// What the slow requests of an operation have that the others have not.
///
/// @param slow how many slow ones were compared
/// @param others with how many others
/// @param slowNanos median duration of the slow ones
/// @param otherNanos of the others
/// @param facts the strongest first
public record Difference(
    int slow, int others, double slowNanos, double otherNanos, List<Fact> facts) {

  /// One thing that tells them apart.
  ///
  /// @param what a word: `queries`, `query time`, `host`, …
  /// @param words a clause: `run 812 queries, the others 14`
  /// @param explained share of the additional time that goes with it, 0 to 1; −1 where that cannot
  ///   be said
  /// @param apart how surely a slow one and another one can be told apart by it: Cliff's delta for
  ///   a number, the difference of the shares for a name; 0 to 1, −1 where that cannot be said
  public record Fact(String what, String words, double explained, double apart) {}

  /// Fewer on a side prove nothing.
  static final int FEWEST = 5;

  /// Cliff's delta from which an effect is called large (Romano and others, 2006).
  private static final double LARGE = 0.474;

  /// Three standard errors: once in 370 comparisons by chance.
  private static final double SIGMAS = 3;

  /// Statements that wait while somebody else holds a row.
  private static final Pattern LOCKING =
      Pattern.compile("(?i)\\bFOR (NO KEY )?(UPDATE|SHARE)\\b|^\\s*(UPDATE|DELETE)\\b");

  public static final Difference NONE = new Difference(0, 0, 0, 0, List.of());

  /// Compares.
  static Difference of(List<UnitRow> slow, List<UnitRow> others) {
    if (slow.size() < FEWEST || others.size() < FEWEST) {
      return NONE;
    }
    double extra = median(slow, UnitRow::nanos) - median(others, UnitRow::nanos);
    if (extra <= 0) {
      return NONE;
    }
    List<Fact> facts = new ArrayList<>();
    counted(facts, slow, others);
    timed(facts, slow, others, extra, "query time", "in the database", UnitRow::queryNanos);
    timed(facts, slow, others, extra, "cache time", "in the cache", UnitRow::cacheNanos);
    timed(facts, slow, others, extra, "HTTP time", "in other services", UnitRow::httpNanos);
    timed(
        facts,
        slow,
        others,
        extra,
        "computing",
        "computing or in waits that nobody measured",
        row -> Math.max(0, row.nanos() - row.queryNanos() - row.cacheNanos() - row.httpNanos()));
    named(facts, slow, others, "host", "are from host ", row -> row.resource().host());
    named(facts, slow, others, "release", "are of release ", row -> row.resource().release());
    named(facts, slow, others, "status", "end with status ", row -> "" + row.request().status());
    named(facts, slow, others, "error", "end with ", UnitRow::error);
    facts.sort(
        Comparator.comparingDouble((Fact fact) -> -Math.max(fact.explained(), fact.apart() / 2)));
    return new Difference(
        slow.size(),
        others.size(),
        median(slow, UnitRow::nanos),
        median(others, UnitRow::nanos),
        List.copyOf(facts));
  }

  /// The same, with the statement that is usually fast and was slow in the slow ones, if there is
  /// one.
  Difference with(List<ShapeLine> shapes) {
    double extra = slowNanos - otherNanos;
    return shapes.stream()
        // of a statement that runs often in a request, one slow call is no percentile
        .filter(line -> line.perUnit() < 1.5 && line.p50Nanos() <= extra / 5)
        .filter(line -> line.p99Nanos() - line.p50Nanos() >= extra / 2)
        .max(Comparator.comparingDouble(ShapeLine::p99Nanos))
        .filter(_ -> !facts.isEmpty())
        .map(line -> {
          List<Fact> all = new ArrayList<>(facts);
          all.addFirst(tail(line, extra));
          return new Difference(slow, others, slowNanos, otherNanos, List.copyOf(all));
        })
        .orElse(this);
  }

  private static Fact tail(ShapeLine line, double extra) {
    boolean locks = LOCKING.matcher(line.text()).find();
    String where = line.site().known() ? " in " + Format.site(line.site()) : "";
    String statement = line.summary() + (line.text().contains("FOR UPDATE") ? " … FOR UPDATE" : "");
    return new Fact(
        "statement",
        (locks ? "most likely wait for a row lock" : "wait for one statement")
            + where
            + ": "
            + statement
            + " takes "
            + Format.time(line.p99Nanos())
            + " at p99 and "
            + Format.time(line.p50Nanos())
            + " at p50",
        Math.clamp((line.p99Nanos() - line.p50Nanos()) / extra, 0, 1),
        -1);
  }

  private static void counted(List<Fact> facts, List<UnitRow> slow, List<UnitRow> others) {
    double of = median(slow, UnitRow::queries);
    double than = median(others, UnitRow::queries);
    double apart = delta(slow, others, UnitRow::queries);
    if (apart >= LARGE && of >= than + 3) {
      facts.add(
          new Fact(
              "queries",
              "run " + Format.many(of, "query", "queries") + ", the others " + Format.count(than),
              -1,
              apart));
    }
  }

  private static void timed(
      List<Fact> facts,
      List<UnitRow> slow,
      List<UnitRow> others,
      double extra,
      String what,
      String where,
      ToDoubleFunction<UnitRow> value) {
    double of = median(slow, value);
    double than = median(others, value);
    double apart = delta(slow, others, value);
    double explained = Math.clamp((of - than) / extra, 0, 1);
    // a tenth of the additional time is noise beside the rest
    if (apart >= LARGE && explained >= 0.1) {
      facts.add(
          new Fact(
              what,
              "spend " + Format.time(of) + " " + where + ", the others " + Format.time(than),
              explained,
              apart));
    }
  }

  private static void named(
      List<Fact> facts,
      List<UnitRow> slow,
      List<UnitRow> others,
      String what,
      String words,
      Function<UnitRow, String> name) {
    Map<String, Integer> counts = new HashMap<>();
    slow.forEach(row -> counts.merge(name.apply(row), 1, Integer::sum));
    counts.remove("");
    counts.remove("0");
    counts.forEach((value, count) -> {
      double of = (double) count / slow.size();
      long same = others.stream().filter(row -> name.apply(row).equals(value)).count();
      double than = (double) same / others.size();
      double all = (double) (count + same) / (slow.size() + others.size());
      double error = Math.sqrt(all * (1 - all) * (1.0 / slow.size() + 1.0 / others.size()));
      if (of - than >= 0.25 && of - than >= SIGMAS * error) {
        facts.add(
            new Fact(
                what,
                words
                    + value
                    + " ("
                    + Format.percent(of)
                    + ", of the others "
                    + Format.percent(than)
                    + ")",
                -1,
                of - than));
      }
    });
  }

  static <T> double median(List<T> rows, ToDoubleFunction<T> value) {
    double[] sorted = rows.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /// Cliff's delta: how much more often a slow one has more than another one, than less.
  static <T> double delta(List<T> slow, List<T> others, ToDoubleFunction<T> value) {
    double[] theirs = others.stream().mapToDouble(value).sorted().toArray();
    double sum = 0;
    for (T row : slow) {
      double at = value.applyAsDouble(row);
      sum += below(theirs, at) - (theirs.length - below(theirs, Math.nextUp(at)));
    }
    return sum / ((double) slow.size() * theirs.length);
  }

  private static int below(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
