package dev.hotclub.codec;

import dev.hotclub.model.View;
import dev.hotclub.model.View.Counting;
import dev.hotclub.model.View.Detail;
import dev.hotclub.model.View.Grouping;
import dev.hotclub.model.View.Names;

/// Views that differ from the plain one in one thing.
final class Views {
  private Views() {}

  static View idleToo() {
    return new View(Counting.IDLE_TOO, Grouping.MERGED, Grouping.MERGED, Detail.LINES, Names.SHORT);
  }

  static View apart() {
    return new View(Counting.BUSY, Grouping.APART, Grouping.APART, Detail.LINES, Names.SHORT);
  }

  static View detail(Detail detail) {
    return new View(Counting.BUSY, Grouping.MERGED, Grouping.MERGED, detail, Names.SHORT);
  }
}
