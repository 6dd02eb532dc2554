package dev.hotclub.analysis;

import dev.hotclub.analysis.UnitQueries.One;
import dev.hotclub.model.trace.Hashes;
import dev.hotclub.model.trace.OrmKind;
import dev.hotclub.model.trace.RowKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the values that a group asks with came from: keys in the rows of an earlier result.
final class Provenance {
  /// Parameters of one statement that are looked up; a batch of more is no repeat.
  private static final int MOST_PARAMETERS = 50;

  /// Places of one value that are looked at: small numbers stand in many columns.
  private static final int MOST_PLACES = 64;

  /// So many of the repeats must be explained by one column of one result.
  private static final double ENOUGH = 0.8;

  private record Place(int query, int column) {}

  /// Where a value may come from: one result, or all results of a group that repeats itself.
  private record Origin(@Nullable RepeatGroup group, int query, int column) {}

  /// @param group whose results hold the keys; null if it is one result
  /// @param query index of that result, or of the first of the group
  /// @param column its name
  /// @param explained repeats whose parameter stands there
  /// @param asked how many different keys were asked for
  /// @param perRepeat how many keys one repeat asks for, on average
  /// @param keys how many different keys stand in that column
  /// @param rows of the result, or of all results of the group
  record Source(
      @Nullable RepeatGroup group,
      int query,
      String column,
      int explained,
      int asked,
      double perRepeat,
      int keys,
      long rows) {
    boolean explains(int repeats) {
      return explained >= ENOUGH * repeats;
    }

    /// Whether the repeats grow with that result.
    boolean grows(int repeats) {
      return rows >= 2 && (repeats >= ENOUGH * keys || repeats >= ENOUGH * rows);
    }
  }

  private final List<One> all;
  private final Map<Long, List<Place>> places = new HashMap<>();
  private final Map<Integer, RepeatGroup> groupOf;

  /// @param groupOf the group of each query that repeats itself, by its index
  Provenance(List<One> all, Map<Integer, RepeatGroup> groupOf) {
    this.all = all;
    this.groupOf = groupOf;
    for (One one : all) {
      RowKeys keys = one.query().keys();
      for (int row = 0; row < keys.rows(); row++) {
        for (int column = 0; column < keys.columns().size(); column++) {
          long hash = keys.hash(row, column);
          if (hash != 0) {
            List<Place> found = places.computeIfAbsent(hash, _ -> new ArrayList<>(2));
            Place place = new Place(one.index(), column);
            if (found.size() < MOST_PLACES && !found.contains(place)) {
              found.add(place);
            }
          }
        }
      }
    }
  }

  /// The result that explains most of a group's parameters; nothing if none explains any.
  Optional<Source> of(RepeatGroup group) {
    Map<Origin, Integer> explained = new HashMap<>();
    Map<Origin, Set<Long>> asked = new HashMap<>();
    Map<Origin, Integer> hits = new HashMap<>();
    boolean[] constant = constants(group);
    for (One repeat : group.repeats) {
      Set<Origin> here = new HashSet<>();
      Hashes parameters = repeat.query().parameters();
      for (int i = 0; i < Math.min(MOST_PARAMETERS, parameters.size()); i++) {
        long hash = i < constant.length && constant[i] ? 0 : parameters.at(i);
        Set<Origin> ofThis = new HashSet<>();
        for (Place place : hash == 0 ? List.<Place>of() : places.getOrDefault(hash, List.of())) {
          if (place.query() < repeat.index()) {
            Origin origin = origin(place);
            if (ofThis.add(origin)) {
              hits.merge(origin, 1, Integer::sum);
              asked.computeIfAbsent(origin, _ -> new HashSet<>()).add(hash);
            }
          }
        }
        here.addAll(ofThis);
      }
      here.forEach(origin -> explained.merge(origin, 1, Integer::sum));
    }
    Origin best = null;
    double bestScore = 0;
    for (Map.Entry<Origin, Integer> entry : explained.entrySet()) {
      double score = score(group, entry.getKey(), entry.getValue(), asked);
      if (score > bestScore
          || (score == bestScore && best != null && entry.getKey().query() < best.query())) {
        best = entry.getKey();
        bestScore = score;
      }
    }
    return best == null
        ? Optional.empty()
        : Optional.of(
            source(
                best,
                explained.getOrDefault(best, 0),
                asked.getOrDefault(best, Set.of()).size(),
                hits.getOrDefault(best, 0)));
  }

  /// Which parameters are the same in every repeat: a type, a state, a limit. They explain nothing.
  private static boolean[] constants(RepeatGroup group) {
    Hashes first = group.first().query().parameters();
    boolean[] constant = new boolean[Math.min(MOST_PARAMETERS, first.size())];
    for (int i = 0; i < constant.length; i++) {
      int at = i;
      constant[i] =
          group.repeats.stream()
              .map(one -> one.query().parameters())
              .allMatch(here -> at < here.size() && here.at(at) == first.at(at));
    }
    return constant;
  }

  private Origin origin(Place place) {
    RepeatGroup group = groupOf.get(place.query());
    return group == null
        ? new Origin(null, place.query(), place.column())
        : new Origin(group, group.first().index(), place.column());
  }

  /// Equal numbers stand in many columns: the one that the relation names is the likeliest, and a
  /// column whose values differ from repeat to repeat likelier than a constant. What a group found
  /// by itself comes last.
  private double score(
      RepeatGroup group, Origin origin, int explained, Map<Origin, Set<Long>> asked) {
    double score = explained;
    score += 0.5 * asked.getOrDefault(origin, Set.of()).size();
    if (named(group, column(origin))) {
      score += explained;
    }
    return origin.group() == group ? score * 0.4 : score;
  }

  private static boolean named(RepeatGroup group, String column) {
    String relation = group.key.relation();
    if (relation.isEmpty()) {
      return false;
    }
    OrmKind kind = group.key.kind();
    if (kind == OrmKind.FORWARD_FK || kind == OrmKind.FORWARD_ONE_TO_ONE) {
      return column.equals(relation);
    }
    String model = relation.substring(0, relation.lastIndexOf('.') + 1);
    return column.equals(model + "id") || column.startsWith(model);
  }

  private String column(Origin origin) {
    List<String> columns = all.get(origin.query()).query().keys().columns();
    return origin.column() < columns.size() ? columns.get(origin.column()) : "";
  }

  private Source source(Origin origin, int explained, int asked, int hits) {
    List<One> results =
        origin.group() == null ? List.of(all.get(origin.query())) : origin.group().repeats;
    Set<Long> keys = new HashSet<>();
    long rows = 0;
    for (One result : results) {
      RowKeys found = result.query().keys();
      rows += Math.max(0, result.query().rows());
      for (int row = 0; row < found.rows(); row++) {
        if (origin.column() < found.columns().size() && found.hash(row, origin.column()) != 0) {
          keys.add(found.hash(row, origin.column()));
        }
      }
    }
    return new Source(
        origin.group(),
        origin.query(),
        column(origin),
        explained,
        asked,
        explained == 0 ? 0 : (double) hits / explained,
        keys.size(),
        rows);
  }
}
