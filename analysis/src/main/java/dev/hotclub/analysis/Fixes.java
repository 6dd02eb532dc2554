package dev.hotclub.analysis;

import dev.hotclub.analysis.NPlusOne.Case;
import dev.hotclub.analysis.UnitQueries.One;
import dev.hotclub.model.finding.Fix;
import dev.hotclub.model.trace.Orm;
import dev.hotclub.model.trace.OrmKind;
import dev.hotclub.model.trace.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The change that ends a cause, whole: the line, the code, and what it will bring.
final class Fixes {
  /// What one more row costs in a query that fetches many at once: reading it and making an object.
  private static final long ROW_NANOS = 15_000;

  private final Unit unit;
  private final List<One> all;

  Fixes(Unit unit, List<One> all) {
    this.unit = unit;
    this.all = all;
  }

  /// What Django itself needs for a query of a group, outside of the database: half of the repeats
  /// had less time between the query before and their own begin.
  private long aroundNanos(RepeatGroup group) {
    long[] gaps =
        group.repeats.stream()
            .filter(one -> one.index() > 0)
            .mapToLong(one ->
                Math.max(0, one.span().startNanos() - all.get(one.index() - 1).span().endNanos()))
            .sorted()
            .toArray();
    return gaps.length == 0 ? 0 : gaps[gaps.length / 2];
  }

  /// A change in words and code, and the queries that it adds.
  private record Change(Site at, String words, String code, int added, String caveat) {}

  List<Fix> of(List<Branch> branches) {
    int removed = 0;
    long saved = 0;
    long batched = 0;
    for (Branch branch : branches) {
      for (RepeatGroup group : branch.groups().toList()) {
        removed += group.size();
        saved += group.nanos() + group.size() * aroundNanos(group);
        batched += typical(group) + group.size() * ROW_NANOS;
      }
    }
    Change change = change(branches);
    if (change.words().isEmpty()) {
      return List.of();
    }
    long before = unit.span().nanos();
    // a join costs its rows, a query of its own a round trip too
    long after = before - saved + Math.min(batched, saved * 9 / 10);
    return List.of(
        new Fix(
            change.at(),
            change.words(),
            change.code(),
            unit.queries(),
            Math.max(0, unit.queries() - removed + change.added()),
            before,
            Math.max(0, after),
            change.caveat()));
  }

  private static long typical(RepeatGroup group) {
    long[] nanos = group.repeats.stream().mapToLong(one -> one.span().nanos()).sorted().toArray();
    return nanos[nanos.length / 2];
  }

  private Change change(List<Branch> branches) {
    Branch first = branches.getFirst();
    Case top = first.top();
    if (branches.stream().allMatch(Branch::joins) && top.source() != null) {
      return joins(branches, top);
    }
    return switch (top.group().key.kind()) {
      case FORWARD_FK, FORWARD_ONE_TO_ONE, REVERSE_ONE_TO_ONE, REVERSE_FK, M2M, GENERIC_RELATION ->
          prefetch(first);
      case GENERIC_FK ->
          changed(
              top,
              "add `.prefetch_related(\"" + top.group().field() + "\")`",
              ".prefetch_related(\"" + top.group().field() + "\")",
              top.group().shapes(),
              "one query for each type of target");
      case DEFERRED -> deferred(top);
      case COUNT -> counted(top, "Count", "_count");
      case AGGREGATE -> counted(top, "Sum", "_total");
      case EXISTS -> exists(top);
      case FIRST -> firstOf(top);
      case VALUES, LIST, ITERATOR, RAW, UNKNOWN -> listed(top);
      case GET -> inBulk(top);
      case PREFETCH ->
          changed(
              top,
              "prefetch once for all: `prefetch_related_objects(rows, …)` outside of the loop",
              "",
              1,
              "");
      case CURSOR -> cursor(top);
      case SAVE, UPDATE ->
          written(
              top,
              "collect the objects and write them once: `"
                  + objects(top)
                  + ".bulk_update(rows, [fields])`",
              objects(top) + ".bulk_update(rows, fields=[…])",
              "`bulk_update` sends no signals and calls no `save()`");
      case CREATE ->
          written(
              top,
              "collect the objects and write them once: `" + objects(top) + ".bulk_create(rows)`",
              objects(top) + ".bulk_create(rows)",
              "`bulk_create` sends no signals and calls no `save()`");
      case GET_OR_CREATE ->
          new Change(
              site(top),
              "look all of them up with one `filter(…__in=…)`, then `"
                  + objects(top)
                  + ".bulk_create(missing, ignore_conflicts=True)`",
              objects(top) + ".bulk_create(missing, ignore_conflicts=True)",
              2,
              "`bulk_create` sends no signals and calls no `save()`");
      case DELETE ->
          written(
              top,
              "delete them with one queryset: `" + objects(top) + ".filter(pk__in=…).delete()`",
              objects(top) + ".filter(pk__in=ids).delete()",
              "related rows are collected once for all");
      case IN_BULK, BULK_CREATE, BULK_UPDATE, REFRESH, VALIDATION, TRANSACTION ->
          new Change(Site.NOWHERE, "", "", 0, "");
    };
  }

  private Change changed(Case one, String words, String code, int added, String caveat) {
    return new Change(queryset(one), words, code, added, caveat);
  }

  private Change written(Case one, String words, String code, String caveat) {
    return new Change(site(one), words, code, 1, caveat);
  }

  private static Site site(Case one) {
    return one.group().first().span().site();
  }

  /// Where the queryset was made whose rows are walked over.
  private Site queryset(Case one) {
    Provenance.Source source = one.source();
    if (source == null) {
      return site(one);
    }
    One result = all.get(source.query());
    Orm orm = result.query().orm();
    return orm.made().known() ? orm.made() : result.span().site();
  }

  private One result(Case one) {
    return one.source() == null ? one.group().first() : all.get(one.source().query());
  }

  private static String objects(Case one) {
    String model = one.group().model();
    return (model.isEmpty() ? "Model" : model) + ".objects";
  }

  /// The relations that lead from the rows of a result to the model whose column holds the keys:
  /// `author__` for `books.Author.country` in a result of books joined with authors.
  private String prefix(Case one) {
    Provenance.Source source = one.source();
    if (source == null || source.column().isEmpty() || source.column().startsWith("#")) {
      return "";
    }
    One result = all.get(source.query());
    String holder = source.column().substring(0, source.column().lastIndexOf('.'));
    String model = result.query().orm().model();
    if (holder.equals(model) || model.isEmpty()) {
      return "";
    }
    String name = holder.substring(holder.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
    List<String> joined = result.query().orm().joined();
    for (String path : joined) {
      String last = path.substring(path.lastIndexOf("__") < 0 ? 0 : path.lastIndexOf("__") + 2);
      if (last.replace("_", "").equals(name)) {
        return path + "__";
      }
    }
    return joined.size() == 1 && !joined.getFirst().equals("*") ? joined.getFirst() + "__" : "";
  }

  private Change joins(List<Branch> branches, Case top) {
    List<String> paths = new ArrayList<>();
    for (Branch branch : branches) {
      paths(branch, prefix(branch.top()), paths);
    }
    String arguments = quoted(paths);
    One result = result(top);
    if (result.kind() == OrmKind.PREFETCH) {
      String relation = result.relation().substring(result.relation().lastIndexOf('.') + 1);
      String model = modelOf(result);
      String code =
          "Prefetch(\""
              + relation
              + "\", queryset="
              + model
              + ".objects.select_related("
              + arguments
              + "))";
      return new Change(
          result.span().site(),
          "prefetch with a queryset: `" + code + "`",
          ".prefetch_related(" + code + ")",
          0,
          "");
    }
    String code = ".select_related(" + arguments + ")";
    return changed(top, "add `" + code + "` to the queryset" + ofModel(result), code, 0, "");
  }

  private static String ofModel(One result) {
    String model = modelOf(result);
    return model.isEmpty() ? "" : " of " + model;
  }

  private static String modelOf(One result) {
    String model = result.query().orm().model();
    return model.substring(model.lastIndexOf('.') + 1);
  }

  /// The longest path of each way down.
  private static void paths(Branch branch, String prefix, List<String> into) {
    String path = prefix + branch.top().group().field();
    if (branch.below().isEmpty()) {
      if (!into.contains(path)) {
        into.add(path);
      }
    } else {
      branch.below().forEach(below -> paths(below, path + "__", into));
    }
  }

  private static String quoted(List<String> paths) {
    return paths.stream().map(path -> '"' + path + '"').collect(Collectors.joining(", "));
  }

  private Change prefetch(Branch branch) {
    Case top = branch.top();
    List<String> lookups = new ArrayList<>();
    List<String> joined = new ArrayList<>();
    int added = lookups(branch, prefix(top), lookups, joined);
    String code =
        (joined.isEmpty() ? "" : ".select_related(" + quoted(joined) + ")")
            + ".prefetch_related("
            + String.join(", ", lookups)
            + ")";
    return changed(
        top, "add `" + code + "` to the queryset" + ofModel(result(top)), code, added, "");
  }

  /// @return the queries that it adds
  private int lookups(Branch branch, String prefix, List<String> lookups, List<String> joined) {
    String path = prefix + branch.top().group().field();
    if (branch.single()) {
      joined.add(path);
      int added = 0;
      for (Branch below : branch.below()) {
        added += lookups(below, path + "__", lookups, joined);
      }
      return added;
    }
    List<String> inner = new ArrayList<>();
    List<Branch> others = new ArrayList<>();
    for (Branch below : branch.below()) {
      if (below.joins()) {
        paths(below, "", inner);
      } else {
        others.add(below);
      }
    }
    lookups.add(
        inner.isEmpty()
            ? '"' + path + '"'
            : "Prefetch(\""
                + path
                + "\", queryset="
                + branch.top().group().model()
                + ".objects.select_related("
                + quoted(inner)
                + "))");
    int added = 1;
    for (Branch below : others) {
      added += lookups(below, path + "__", lookups, joined);
    }
    return added;
  }

  private Change deferred(Case top) {
    String field = top.group().field();
    return changed(
        top,
        "load `" + field + "` with the rows: take it out of `defer(…)`, or add it to `only(…)`",
        "",
        0,
        "");
  }

  private Change counted(Case top, String function, String suffix) {
    String field = top.group().field();
    if (field.isEmpty()) {
      return changed(
          top,
          "ask once for all rows: `"
              + objects(top)
              + ".filter(…__in=rows).values(…).annotate("
              + function
              + "(…))`, or annotate the queryset that is walked over",
          "",
          1,
          "");
    }
    String code = ".annotate(" + field + suffix + "=" + function + "(\"" + field + "\"))";
    return changed(
        top,
        "add `"
            + code
            + "` to the queryset"
            + ofModel(result(top))
            + ", and read `"
            + field
            + suffix
            + "`",
        code,
        0,
        "with several such annotations over different relations, add `distinct=True`");
  }

  private Change exists(Case top) {
    String field = top.group().field();
    String name = field.isEmpty() ? "found" : "has_" + field;
    String code = ".annotate(" + name + "=Exists(" + objects(top) + ".filter(…=OuterRef(\"pk\"))))";
    return changed(
        top,
        "add `" + code + "` to the queryset" + ofModel(result(top)) + ", and read `" + name + "`",
        code,
        0,
        "");
  }

  private Change firstOf(Case top) {
    String field = top.group().field();
    if (field.isEmpty()) {
      return changed(
          top,
          "ask once for all rows: `"
              + objects(top)
              + ".filter(…__in=…)`, and keep the first of each",
          "",
          1,
          "");
    }
    String code =
        ".prefetch_related(Prefetch(\""
            + field
            + "\", queryset="
            + objects(top)
            + ".order_by(…)[:1], to_attr=\"first_"
            + field
            + "\"))";
    return changed(
        top,
        "add `" + code + "` to the queryset" + ofModel(result(top)),
        code,
        1,
        "a slice in `Prefetch` needs Django 4.2 or later");
  }

  private Change listed(Case top) {
    String field = top.group().field();
    if (field.isEmpty()) {
      return changed(
          top,
          "ask once for all rows: `" + objects(top) + ".filter(…__in=…)`, and group the result",
          "",
          1,
          "");
    }
    String code = ".prefetch_related(\"" + field + "\")";
    return changed(
        top,
        "add `"
            + code
            + "` to the queryset"
            + ofModel(result(top))
            + ", and read `"
            + field
            + ".all()`",
        code,
        1,
        "a filter or an order of its own goes into `Prefetch(…, queryset=…)`");
  }

  private Change inBulk(Case top) {
    String code = objects(top) + ".in_bulk(ids)";
    return new Change(
        site(top), "fetch them at once: `" + code + "`, outside of the loop", code, 1, "");
  }

  private Change cursor(Case top) {
    return new Change(
        site(top),
        "ask once for all rows: `WHERE … IN (…)`, or a join with the statement before",
        "",
        1,
        "");
  }
}
