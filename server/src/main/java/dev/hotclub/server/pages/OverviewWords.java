package dev.hotclub.server.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the overview says in words.
final class OverviewWords {
  /// Half a second is where people notice that they wait, whatever page it is.
  static final double SLOW_NANOS = 0.5e9;

  /// A smaller part of all time is not worth a sentence.
  private static final double WORTH_SAYING = 0.15;

  /// Fewer units than this say little about a percentile.
  private static final double ENOUGH = 30;

  private OverviewWords() {}

  static String sentence(
      List<OverviewPage.Endpoint> endpoints,
      OverviewPage.Totals totals,
      List<FindingLine> findings,
      String versus) {
    if (endpoints.isEmpty()) {
      return "No requests in this time.";
    }
    List<String> said = new ArrayList<>();
    slowness(endpoints).ifPresent(said::add);
    where(totals).ifPresent(said::add);
    changed(endpoints, versus).ifPresent(said::add);
    if (!findings.isEmpty()) {
      double lost = findings.stream().mapToDouble(FindingLine::lostNanosPerHour).sum();
      said.add(
          (findings.size() == 1
                  ? "one known cause costs "
                  : findings.size() + " known causes cost ")
              + Format.time(lost)
              + " an hour");
    }
    String joined = String.join("; ", said);
    return Character.toUpperCase(joined.charAt(0)) + joined.substring(1) + ".";
  }

  /// Slow for everybody, or slow for one in a hundred: two different things to do.
  private static Optional<String> slowness(List<OverviewPage.Endpoint> endpoints) {
    List<Operation> all =
        endpoints.stream()
            .map(OverviewPage.Endpoint::now)
            .filter(o -> !Operation.isBackground(o.name()))
            .toList();
    if (all.isEmpty()) {
      return Optional.of("only commands and tasks ran");
    }
    List<Operation> always = all.stream().filter(o -> o.p50Nanos() >= SLOW_NANOS).toList();
    List<Operation> sometimes =
        all.stream().filter(o -> o.p50Nanos() < SLOW_NANOS && o.p99Nanos() >= SLOW_NANOS).toList();
    List<String> words = new ArrayList<>();
    if (!always.isEmpty()) {
      words.add(
          named(always) + " slow for everybody (p50 " + range(always, Operation::p50Nanos) + ")");
    }
    if (!sometimes.isEmpty()) {
      words.add(
          named(sometimes)
              + " slow for one in a hundred only (p99 "
              + range(sometimes, Operation::p99Nanos)
              + ")");
    }
    if (words.isEmpty()) {
      Operation most = all.stream().max(Comparator.comparingDouble(Operation::nanos)).orElseThrow();
      return Optional.of(
          "nothing is slow: every endpoint's p99 is below "
              + Format.time(SLOW_NANOS)
              + "; most time goes into "
              + most.name());
    }
    return Optional.of(String.join(", ", words));
  }

  private static String named(List<Operation> some) {
    Operation worst = some.stream().max(Comparator.comparingDouble(Operation::nanos)).orElseThrow();
    return some.size() == 1
        ? worst.name() + " is"
        : worst.name() + " and " + (some.size() - 1) + " more are";
  }

  private static String range(
      List<Operation> some, java.util.function.ToDoubleFunction<Operation> value) {
    String least = Format.time(some.stream().mapToDouble(value).min().orElse(0));
    String most = Format.time(some.stream().mapToDouble(value).max().orElse(0));
    return least.equals(most) ? most : least + " to " + most;
  }

  private static Optional<String> where(OverviewPage.Totals totals) {
    return totals.split().parts().stream()
        .filter(part -> !part.kind().equals("computing"))
        .max(Comparator.comparingDouble(Split.Part::nanos))
        .filter(part -> part.width() / 100 >= WORTH_SAYING)
        .map(part ->
            Format.percent(part.width() / 100) + " of all request time is " + noun(part.kind()));
  }

  static String noun(String kind) {
    return switch (kind) {
      case "database" -> "the database";
      case "cache" -> "the cache";
      case "http" -> "other services over HTTP";
      case "queue" -> "waiting for a worker";
      default -> "computing";
    };
  }

  private static Optional<String> changed(List<OverviewPage.Endpoint> endpoints, String versus) {
    if (versus.isEmpty()) {
      return Optional.empty();
    }
    record Change(Operation now, double nanos) {}
    return endpoints.stream()
        .filter(e -> e.before().isPresent())
        .filter(e -> e.now().units() >= ENOUGH && e.before().get().units() >= ENOUGH)
        .map(e -> new Change(e.now(), e.now().p95Nanos() - e.before().get().p95Nanos()))
        .max(Comparator.comparingDouble(c -> Math.abs(c.nanos()) * c.now().units()))
        .map(c ->
            "against "
                + versus
                + " "
                + c.now().name()
                + (Math.abs(c.nanos()) < 0.05 * c.now().p95Nanos()
                    ? " and the rest are as fast as before"
                    : " is "
                        + Format.time(Math.abs(c.nanos()))
                        + (c.nanos() > 0 ? " slower" : " faster")
                        + " at p95"));
  }
}
