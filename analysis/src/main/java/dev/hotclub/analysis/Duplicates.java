package dev.hotclub.analysis;

import dev.hotclub.analysis.UnitQueries.One;
import dev.hotclub.model.finding.Evidence;
import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.finding.FindingKind;
import dev.hotclub.model.finding.Fix;
import dev.hotclub.model.trace.Hashes;
import dev.hotclub.model.trace.OrmKind;
import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The same question with the same values, asked again although nothing was written between.
final class Duplicates {
  private record Question(String text, Hashes parameters) {}

  private final Unit unit;
  private final UnitQueries queries;
  private final Set<Integer> explained;

  /// @param explained indexes of queries that another finding has
  Duplicates(Unit unit, UnitQueries queries, Set<Integer> explained) {
    this.unit = unit;
    this.queries = queries;
    this.explained = explained;
  }

  List<Finding> findings() {
    if (!unit.told()) {
      return List.of();
    }
    Map<Question, List<One>> asked = new LinkedHashMap<>();
    Map<String, Integer> written = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>();
    for (One one : queries.all()) {
      if (!one.shape().operation().equals("SELECT")) {
        one.shape().tables().forEach(table -> written.put(table, one.index()));
      } else if (!explained.contains(one.index()) && counts(one)) {
        List<One> before =
            asked.computeIfAbsent(
                new Question(one.query().text(), one.query().parameters()), _ -> new ArrayList<>());
        // after a write the same question may have another answer
        if (!before.isEmpty() && changedSince(before.getLast(), one, written)) {
          before.clear();
        }
        before.add(one);
      }
    }
    for (List<One> same : asked.values()) {
      if (same.size() > 1) {
        findings.add(finding(same));
      }
    }
    return findings;
  }

  /// Who asks for a fresh row, or a lock, wants to ask again.
  private static boolean counts(One one) {
    return one.kind() != OrmKind.REFRESH
        && one.kind() != OrmKind.VALIDATION
        && !one.shape().text().contains(" FOR UPDATE");
  }

  private static boolean changedSince(One before, One now, Map<String, Integer> written) {
    return now.shape().tables().stream()
        .anyMatch(table -> written.getOrDefault(table, -1) > before.index());
  }

  private Finding finding(List<One> same) {
    One first = same.getFirst();
    List<Span> spans = same.stream().map(One::span).toList();
    long nanos = spans.stream().skip(1).mapToLong(Span::nanos).sum();
    List<Site> sites = Unit.sites(spans);
    int again = same.size() - 1;
    Fix fix =
        new Fix(
            sites.isEmpty() ? Site.NOWHERE : sites.getFirst(),
            sites.size() > 1
                ? "keep the result of the first and hand it on, or memoise it (`cached_property`, `lru_cache` for the request)"
                : "ask once, before the loop, and keep the result",
            "",
            unit.queries(),
            unit.queries() - again,
            unit.span().nanos(),
            Math.max(0, unit.span().nanos() - nanos),
            "");
    return unit.finding(
        FindingKind.DUPLICATE_QUERY,
        first.shape().text()
            + sites.stream()
                .map(Site::function)
                .sorted()
                .distinct()
                .collect(Collectors.joining(",")),
        "the same query, with the same values, is asked "
            + same.size()
            + " times: "
            + Unit.brief(first.shape()),
        first.query().template(),
        first.shape().text(),
        List.of(
            new Evidence("parameters", same.size() + " × the same text and the same values"),
            new Evidence(
                "site",
                sites.size()
                    + (sites.size() == 1 ? " place" : " places")
                    + ": "
                    + sites.stream().limit(3).map(Site::place).collect(Collectors.joining(", ")))),
        List.of(fix),
        same.size(),
        0,
        nanos,
        spans);
  }
}
