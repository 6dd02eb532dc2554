package dev.hotclub.analysis;

import dev.hotclub.analysis.NPlusOne.Case;
import dev.hotclub.analysis.UnitQueries.One;
import dev.hotclub.model.finding.Evidence;
import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.finding.FindingKind;
import dev.hotclub.model.finding.Fix;
import dev.hotclub.model.trace.OrmKind;
import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// From cases to findings: one a cause. Relations that follow each other are one, and so are
/// relations that one `select_related` mends.
final class Causes {
  private final Unit unit;
  private final List<One> all;
  private final Map<RepeatGroup, Case> cases;
  private final Fixes fixes;

  Causes(Unit unit, List<One> all, Map<RepeatGroup, Case> cases) {
    this.unit = unit;
    this.all = all;
    this.cases = cases;
    this.fixes = new Fixes(unit, all);
  }

  List<Finding> findings() {
    Map<String, List<Branch>> joined = new LinkedHashMap<>();
    List<List<Branch>> causes = new ArrayList<>();
    for (Case one : cases.values()) {
      if (one.above() == null || !cases.containsKey(one.above())) {
        Branch branch = branch(one, 0);
        if (branch.joins() && one.source() != null) {
          String source = "source " + one.source().query();
          joined.computeIfAbsent(source, _ -> new ArrayList<>()).add(branch);
        } else if (isWrite(one)) {
          String place = "write " + one.group().key.place() + one.group().key.kind();
          joined.computeIfAbsent(place, _ -> new ArrayList<>()).add(branch);
        } else {
          causes.add(List.of(branch));
        }
      }
    }
    causes.addAll(joined.values());
    List<Finding> findings = new ArrayList<>();
    for (List<Branch> cause : causes) {
      findings.add(finding(cause));
    }
    findings.sort(Comparator.comparingLong(Finding::lostNanos).reversed());
    return findings;
  }

  private static boolean isWrite(Case one) {
    return switch (one.group().key.kind()) {
      case SAVE, CREATE, UPDATE, DELETE, GET_OR_CREATE -> true;
      default -> false;
    };
  }

  private Branch branch(Case one, int depth) {
    List<Branch> below = new ArrayList<>();
    // relations of relations: real ones are a few deep, and no circle gets past this
    if (depth < 8) {
      for (Case other : cases.values()) {
        if (other.above() == one.group() && other.group() != one.group()) {
          below.add(branch(other, depth + 1));
        }
      }
    }
    return new Branch(one, below);
  }

  private Finding finding(List<Branch> branches) {
    List<RepeatGroup> groups = branches.stream().flatMap(Branch::groups).toList();
    List<Span> spans =
        groups.stream()
            .flatMap(group -> group.spans().stream())
            .sorted(Comparator.comparingLong(Span::startNanos))
            .toList();
    Case first = branches.getFirst().top();
    List<Fix> found = fixes.of(branches);
    long lost =
        found.isEmpty() ? 0 : found.getFirst().nanosBefore() - found.getFirst().nanosAfter();
    Site template =
        first.group().repeats.stream()
            .map(one -> one.query().template())
            .filter(Site::known)
            .findFirst()
            .orElse(Site.NOWHERE);
    return unit.finding(
        FindingKind.N_PLUS_ONE,
        cause(branches, groups),
        title(groups),
        template,
        first.group().first().shape().text(),
        evidence(branches),
        found,
        groups.stream().mapToInt(RepeatGroup::size).sum(),
        first.source() == null ? 0 : first.source().rows(),
        lost,
        spans);
  }

  /// What stays the same when lines move: relations, or the shape and the function.
  private static String cause(List<Branch> branches, List<RepeatGroup> groups) {
    String relations =
        branches.stream()
            .map(branch -> branch.top().group().key.relation())
            .filter(relation -> !relation.isEmpty())
            .sorted()
            .distinct()
            .collect(Collectors.joining(","));
    RepeatGroup first = groups.getFirst();
    OrmKind kind = first.key.kind();
    return relations.isEmpty()
        ? first.first().shape().text() + "\u0001" + first.first().span().site().function()
        : relations + "\u0001" + kind.word();
  }

  private static String title(List<RepeatGroup> groups) {
    RepeatGroup first = groups.getFirst();
    int count = groups.stream().mapToInt(RepeatGroup::size).sum();
    String names =
        groups.stream()
            .map(RepeatGroup::shortRelation)
            .filter(name -> !name.isEmpty())
            .distinct()
            .collect(Collectors.joining(", "));
    String what =
        switch (first.key.kind()) {
          case SAVE, UPDATE -> "rows are saved one by one";
          case CREATE -> "rows are created one by one";
          case GET_OR_CREATE -> "rows are looked up and created one by one";
          case DELETE -> "rows are deleted one by one";
          case COUNT -> subject(names, first) + " is counted once per row";
          case EXISTS -> subject(names, first) + " is checked once per row";
          case AGGREGATE -> subject(names, first) + " is added up once per row";
          case DEFERRED -> subject(names, first) + " was left out and is loaded once per row";
          default ->
              subject(names, first)
                  + (names.contains(",") ? " are loaded once per row" : " is loaded once per row");
        };
    return what + ": " + count + " × " + Unit.brief(first.first().shape());
  }

  private static String subject(String names, RepeatGroup group) {
    if (!names.isEmpty()) {
      return names;
    }
    String model = group.model();
    return model.isEmpty() ? "a result" : model;
  }

  private List<Evidence> evidence(List<Branch> branches) {
    List<Evidence> found = new ArrayList<>();
    for (Branch branch : branches) {
      branch.all().forEach(one -> found.addAll(evidence(one)));
    }
    return found;
  }

  private List<Evidence> evidence(Case one) {
    RepeatGroup group = one.group();
    List<Evidence> found = new ArrayList<>();
    found.add(
        new Evidence(
            "shape",
            group.size()
                + " × "
                + Unit.brief(group.first().shape())
                + ", "
                + Unit.time((double) group.nanos() / group.size())
                + " each"));
    List<Site> sites = Unit.sites(group.spans());
    String where = sites.stream().limit(3).map(Site::place).collect(Collectors.joining(", "));
    if (!group.key.relation().isEmpty()) {
      found.add(
          new Evidence(
              "relation",
              group.shortRelation() + (where.isEmpty() ? "" : " asked for at " + where)));
    } else if (!where.isEmpty()) {
      found.add(new Evidence("site", "all of them from " + where));
    }
    Provenance.Source source = one.source();
    if (source != null && one.grows()) {
      found.add(
          new Evidence(
              "growth",
              group.size() + " queries for the " + source.rows() + " rows of " + result(source)));
    }
    if (source != null && one.proved()) {
      found.add(
          new Evidence(
              "provenance",
              source.explained()
                  + " of "
                  + group.size()
                  + " ask for a key that stood in "
                  + (source.column().equals("#0") ? "the first column" : source.column())
                  + " of that result"));
    }
    if (source == null && !unit.told()) {
      found.add(
          new Evidence(
              "likely",
              "the sender tells no keys: that these belong to the rows of one result is likely, not proved"));
    }
    return found;
  }

  private String result(Provenance.Source source) {
    One one = all.get(source.query());
    Site site = one.query().orm().made().known() ? one.query().orm().made() : one.span().site();
    return Unit.brief(one.shape()) + (site.known() ? " (" + site.place() + ")" : "");
  }
}
