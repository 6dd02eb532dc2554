package dev.hotclub.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Values and their numbers, in order of first appearance: the tables by which formats name what
/// repeats.
final class Numbering<T> {
  private final int first;
  private final Map<T, Integer> numbers = new HashMap<>();
  private final List<T> values = new ArrayList<>();

  /// @param first the number of the first value
  Numbering(int first) {
    this.first = first;
  }

  /// The number of a value; the next one if it is new.
  int of(T value) {
    Integer known = numbers.putIfAbsent(value, first + values.size());
    if (known != null) {
      return known;
    }
    values.add(value);
    return first + values.size() - 1;
  }

  /// By number.
  List<T> values() {
    return values;
  }

  int size() {
    return values.size();
  }

  void clear() {
    numbers.clear();
    values.clear();
  }
}
