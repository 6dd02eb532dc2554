package dev.hotclub.analysis;

import dev.hotclub.analysis.UnitQueries.One;
import dev.hotclub.model.trace.Hashes;
import dev.hotclub.model.trace.OrmKind;
import dev.hotclub.model.trace.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Statements of one shape that were asked for in one way: through one relation wherever that was,
/// or else from one place in the code.
final class RepeatGroup {
  /// What holds a group together.
  ///
  /// @param relation empty if there is none
  /// @param place of own code; empty where the relation says enough
  record Key(long shape, OrmKind kind, String relation, String place) {}

  final Key key;
  final List<One> repeats = new ArrayList<>();

  RepeatGroup(Key key) {
    this.key = key;
  }

  static Key keyOf(One one) {
    String relation = one.relation();
    String place =
        relation.isEmpty() ? one.span().site().place() + one.span().site().function() : "";
    // a generic key reads another table for each type of its targets: one relation all the same
    boolean generic = one.kind() == OrmKind.GENERIC_FK;
    return new Key(generic ? 0 : one.shape().hash(), one.kind(), relation, place);
  }

  One first() {
    return repeats.getFirst();
  }

  int size() {
    return repeats.size();
  }

  long nanos() {
    return repeats.stream().mapToLong(one -> one.span().nanos()).sum();
  }

  List<Span> spans() {
    return repeats.stream().map(One::span).toList();
  }

  /// How many different sets of parameters there are.
  int distinctParameters() {
    Set<Hashes> distinct = new HashSet<>();
    repeats.forEach(one -> distinct.add(one.query().parameters()));
    return distinct.size();
  }

  /// Shapes that it really has: more than one for a generic foreign key.
  int shapes() {
    return (int) repeats.stream().mapToLong(one -> one.shape().hash()).distinct().count();
  }

  /// `Author` of `books.Book.author`'s rows; empty if unknown.
  String model() {
    String label = first().query().orm().model();
    return label.substring(label.lastIndexOf('.') + 1);
  }

  /// `author` of `books.Book.author`; empty if there is no relation.
  String field() {
    return key.relation().substring(key.relation().lastIndexOf('.') + 1);
  }

  /// `Book.author` of `books.Book.author`; empty if there is no relation.
  String shortRelation() {
    return key.relation().substring(key.relation().indexOf('.') + 1);
  }
}
