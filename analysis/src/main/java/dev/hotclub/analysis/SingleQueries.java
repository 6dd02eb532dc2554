package dev.hotclub.analysis;

import dev.hotclub.analysis.UnitQueries.One;
import dev.hotclub.model.finding.Evidence;
import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.finding.FindingKind;
import dev.hotclub.model.finding.Fix;
import dev.hotclub.model.trace.OrmKind;
import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Queries that are wrong one by one: slow, too large, out of place; and too many of them.
final class SingleQueries {
  /// What people notice in a page that should take a few of these.
  private static final long SLOW_NANOS = 100_000_000;

  /// A page shows tens of rows; thousands are loaded to be counted, exported or thrown away.
  private static final long HUGE_ROWS = 5_000;

  /// Even without repeats nobody can follow more.
  private static final int MANY = 100;

  /// Quicker ones in a template disturb nobody but purists.
  private static final long TEMPLATE_NANOS = 10_000_000;

  private final Unit unit;
  private final List<One> all;
  private final Set<Integer> explained;

  SingleQueries(Unit unit, UnitQueries queries, Set<Integer> explained) {
    this.unit = unit;
    this.all = queries.all();
    this.explained = explained;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Set<String> said = new HashSet<>();
    for (One one : all) {
      long nanos = one.span().nanos();
      if (nanos >= SLOW_NANOS && said.add("slow" + one.shape().text())) {
        findings.add(slow(one));
      }
      if (one.query().rows() >= HUGE_ROWS
          && isObjects(one)
          && said.add("huge" + one.shape().text())) {
        findings.add(huge(one));
      }
      if (one.query().template().known()
          && nanos >= TEMPLATE_NANOS
          && !explained.contains(one.index())
          && said.add("template" + one.shape().text())) {
        findings.add(inTemplate(one));
      }
    }
    int unexplained = all.size() - explained.size();
    if (unexplained >= MANY) {
      findings.add(many(unexplained));
    }
    return findings;
  }

  private static boolean isObjects(One one) {
    return one.kind() == OrmKind.LIST
        || one.kind() == OrmKind.VALUES
        || one.kind() == OrmKind.REVERSE_FK
        || one.kind() == OrmKind.M2M;
  }

  private Finding slow(One one) {
    return finding(
        FindingKind.SLOW_QUERY,
        one,
        "one query takes " + Unit.time(one.span().nanos()) + ": " + Unit.brief(one.shape()),
        List.of(
            new Evidence(
                "duration",
                Unit.time(one.query().executeNanos())
                    + " in execute, "
                    + Unit.time(one.span().nanos() - one.query().executeNanos())
                    + " in fetching "
                    + Math.max(0, one.query().rows())
                    + " rows")),
        List.of(),
        0);
  }

  private Finding huge(One one) {
    String model = one.query().orm().model();
    Site made = one.query().orm().made().known() ? one.query().orm().made() : one.span().site();
    Fix fix =
        new Fix(
            made,
            "read it in parts: `.iterator(chunk_size=2000)`; and only what is used: `.values_list(…)` or `.only(…)`",
            ".iterator(chunk_size=2000)",
            unit.queries(),
            unit.queries(),
            unit.span().nanos(),
            unit.span().nanos(),
            "the gain is memory; `prefetch_related` with `iterator()` needs `chunk_size` and Django 4.1 or later");
    return finding(
        FindingKind.HUGE_RESULT,
        one,
        one.query().rows()
            + " rows "
            + (model.isEmpty() ? "" : "of " + model.substring(model.lastIndexOf('.') + 1) + " ")
            + "are loaded at once: "
            + Unit.brief(one.shape()),
        List.of(new Evidence("rows", one.query().rows() + " rows in one result, all held at once")),
        List.of(fix),
        0);
  }

  private Finding inTemplate(One one) {
    Site template = one.query().template();
    Fix fix =
        new Fix(
            one.query().orm().made().known() ? one.query().orm().made() : one.span().site(),
            "fetch it in the view, where it can be seen: `list(…)` before rendering",
            "",
            unit.queries(),
            unit.queries(),
            unit.span().nanos(),
            unit.span().nanos(),
            "");
    return finding(
        FindingKind.QUERY_IN_TEMPLATE,
        one,
        "a template asks a query of "
            + Unit.time(one.span().nanos())
            + ": "
            + Unit.brief(one.shape()),
        List.of(new Evidence("template", "asked for by " + template.place())),
        List.of(fix),
        0);
  }

  private Finding many(int unexplained) {
    List<Span> spans =
        all.stream().filter(one -> !explained.contains(one.index())).map(One::span).toList();
    return unit.finding(
        FindingKind.TOO_MANY_QUERIES,
        "many",
        all.size() + " queries, " + unexplained + " of which repeat nothing that is known",
        Site.NOWHERE,
        "",
        List.of(new Evidence("count", unexplained + " queries of many shapes")),
        List.of(),
        unexplained,
        0,
        0,
        spans);
  }

  private Finding finding(
      FindingKind kind,
      One one,
      String title,
      List<Evidence> evidence,
      List<Fix> fixes,
      long lost) {
    return unit.finding(
        kind,
        one.shape().text(),
        title,
        one.query().template(),
        one.shape().text(),
        evidence,
        fixes,
        1,
        Math.max(0, one.query().rows()),
        lost,
        List.of(one.span()));
  }
}
