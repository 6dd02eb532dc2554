package dev.hotclub.analysis;

import dev.hotclub.analysis.NPlusOne.Case;
import java.util.List;
import java.util.stream.Stream;

/// A relation that is followed row by row, and the relations that are followed from its rows.
record Branch(Case top, List<Branch> below) {
  Stream<Case> all() {
    return Stream.concat(Stream.of(top), below.stream().flatMap(Branch::all));
  }

  Stream<RepeatGroup> groups() {
    return all().map(Case::group);
  }

  /// Whether it leads to one row for each row, so that a join can bring it.
  boolean single() {
    return switch (top.group().key.kind()) {
      case FORWARD_FK, FORWARD_ONE_TO_ONE, REVERSE_ONE_TO_ONE -> true;
      default -> false;
    };
  }

  /// Whether one `select_related` mends it all.
  boolean joins() {
    return single() && below.stream().allMatch(Branch::joins);
  }
}
