package dev.hotclub.analysis;

import dev.hotclub.analysis.UnitQueries.One;
import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.trace.OrmKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Queries that are asked once per row of an earlier result, where one for all rows would do.
///
/// A group of repeats is such a case when three of four facts hold: one shape; one relation or one
/// place; as many repeats as an earlier result has rows; parameters that are keys of those rows.
/// The last two tell it from what repeats itself for good reasons: batches, pages, polling, checks
/// before a save.
final class NPlusOne {
  /// Two of a kind are two lines of code as often as a loop over two rows.
  private static final int FEWEST = 3;

  /// `save()` of a few objects one after the other is no loop yet.
  private static final int FEWEST_WRITES = 5;

  /// `get()` with keys that came from nowhere known, as out of a `range`.
  private static final int FEWEST_GETS = 5;

  /// Without keys from the sender, only many repeats speak for a loop.
  private static final int FEWEST_UNTOLD = 10;

  /// Of a chain only the first link comes from elsewhere.
  private static final double CHAINED = 0.7;

  /// A group that was judged to be one, and what its keys came from.
  ///
  /// @param source null if it is not known
  record Case(RepeatGroup group, Provenance.@Nullable Source source) {
    /// The case whose results these keys stand in, if that is one too.
    @Nullable RepeatGroup above() {
      return source == null || source.group() == group ? null : source.group();
    }

    boolean grows() {
      return source != null && source.grows(group.size());
    }

    boolean proved() {
      return source != null && source.explains(group.size());
    }
  }

  private final Unit unit;
  private final List<One> all;
  private final Map<RepeatGroup, Case> cases = new LinkedHashMap<>();
  private final Set<Integer> taken = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();

  NPlusOne(Unit unit, UnitQueries queries) {
    this.unit = unit;
    this.all = queries.all();
    Map<RepeatGroup.Key, RepeatGroup> groups = new LinkedHashMap<>();
    for (One one : all) {
      groups.computeIfAbsent(RepeatGroup.keyOf(one), RepeatGroup::new).repeats.add(one);
    }
    Map<Integer, RepeatGroup> repeating = new HashMap<>();
    for (RepeatGroup group : groups.values()) {
      if (group.size() >= FEWEST) {
        group.repeats.forEach(one -> repeating.put(one.index(), group));
      }
    }
    if (repeating.isEmpty()) {
      return;
    }
    Provenance provenance = new Provenance(all, repeating);
    for (RepeatGroup group : groups.values()) {
      if (group.size() >= FEWEST) {
        Optional<Provenance.Source> source = provenance.of(group);
        if (isCase(group, source)) {
          cases.put(group, new Case(group, source.orElse(null)));
          group.repeats.forEach(one -> taken.add(one.index()));
        }
      }
    }
    findings.addAll(new Causes(unit, all, cases).findings());
  }

  List<Finding> findings() {
    return findings;
  }

  /// Indexes of the queries that are explained.
  Set<Integer> taken() {
    return taken;
  }

  private boolean isCase(RepeatGroup group, Optional<Provenance.Source> source) {
    int repeats = group.size();
    if (!unit.told()) {
      return repeats >= FEWEST_UNTOLD
          && group.first().shape().operation().equals("SELECT")
          && group.first().shape().text().contains(" = ?");
    }
    // the same question again is a duplicate
    if (group.distinctParameters() * 2 <= repeats) {
      return false;
    }
    // each asks for what the one before has found: pages, a queue that is worked off
    boolean own =
        source.isPresent()
            && source.get().group() == group
            && source.get().explained() >= CHAINED * repeats;
    boolean proved =
        source.isPresent()
            && source.get().explains(repeats)
            && source.get().asked() * 2 > repeats
            && source.get().perRepeat() < 1.5;
    return switch (group.key.kind()) {
      case BULK_CREATE, BULK_UPDATE, REFRESH, TRANSACTION, VALIDATION, IN_BULK -> false;
      case FORWARD_FK,
          FORWARD_ONE_TO_ONE,
          REVERSE_ONE_TO_ONE,
          REVERSE_FK,
          M2M,
          GENERIC_FK,
          GENERIC_RELATION,
          DEFERRED ->
          // a walk up a tree asks for what it found itself: it is a case all the same
          proved || (source.isPresent() && source.get().grows(repeats));
      case PREFETCH -> proved && !own;
      case SAVE, CREATE, UPDATE, DELETE, GET_OR_CREATE -> repeats >= FEWEST_WRITES;
      case GET ->
          (proved && !own) || (repeats >= FEWEST_GETS && !own && oneParameterChanges(group));
      case CURSOR -> isWrite(group) ? repeats >= FEWEST_WRITES && !own : proved && !own;
      case FIRST, LIST, ITERATOR, VALUES, COUNT, EXISTS, AGGREGATE, RAW, UNKNOWN -> proved && !own;
    };
  }

  private static boolean isWrite(RepeatGroup group) {
    return switch (group.first().shape().operation()) {
      case "INSERT", "UPDATE", "DELETE", "REPLACE" -> true;
      default -> false;
    };
  }

  /// One row a question, each by another key.
  private static boolean oneParameterChanges(RepeatGroup group) {
    return group.distinctParameters() >= FEWEST_GETS
        && group.first().query().parameters().size() <= 2
        && group.key.kind() == OrmKind.GET;
  }
}
