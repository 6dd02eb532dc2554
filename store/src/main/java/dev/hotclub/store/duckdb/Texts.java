package dev.hotclub.store.duckdb;

/// Texts by number, so that what repeats is kept once.
interface Texts {
  /// The number of a text, at least 1; 0 if there is no room for another.
  int number(String text);

  /// @throws IllegalStateException for a number that was never given
  String text(int number);
}
