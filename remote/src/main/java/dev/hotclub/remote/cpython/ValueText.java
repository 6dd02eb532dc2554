package dev.hotclub.remote.cpython;

import java.util.HashSet;
import java.util.Set;

/// The text of one value while it is written: bounded in length, in depth, and never inside of
/// itself.
final class ValueText {
  private final StringBuilder out = new StringBuilder();
  private final ValueLimits limits;
  private final Set<Long> open = new HashSet<>();

  ValueText(ValueLimits limits) {
    this.limits = limits;
  }

  ValueLimits limits() {
    return limits;
  }

  ValueText append(String text) {
    out.append(text, 0, Math.min(text.length(), Math.max(0, limits.characters() + 1 - length())));
    return this;
  }

  int length() {
    return out.length();
  }

  /// Whether all that is written from here on would be cut off.
  boolean full() {
    return out.length() > limits.characters();
  }

  /// What was written since the text had this length.
  String since(int length) {
    return out.substring(length);
  }

  /// Takes back what was written since the text had this length.
  void rollBack(int length) {
    out.setLength(length);
  }

  /// Begins the inside of a container; to be ended by `leave` if it is entered.
  Entrance enter(long object) {
    if (open.contains(object)) {
      return Entrance.INSIDE_ITSELF;
    }
    if (open.size() >= limits.depth()) {
      return Entrance.TOO_DEEP;
    }
    open.add(object);
    return Entrance.OPEN;
  }

  void leave(long object) {
    open.remove(object);
  }

  /// Whether the inside of a container is written.
  enum Entrance {
    OPEN(""),
    /// As Python's `repr` has it.
    INSIDE_ITSELF("..."),
    TOO_DEEP("…");

    private final String instead;

    Entrance(String instead) {
      this.instead = instead;
    }

    /// What stands for the inside.
    String instead() {
      return instead;
    }
  }

  /// The text, cut to the limit.
  String finish() {
    if (!full()) {
      return out.toString();
    }
    int end = limits.characters() - 1;
    boolean split = end > 0 && Character.isHighSurrogate(out.charAt(end - 1));
    return out.substring(0, split ? end - 1 : end) + "…";
  }
}
