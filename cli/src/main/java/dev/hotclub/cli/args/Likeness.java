package dev.hotclub.cli.args;

import java.util.List;
import java.util.Optional;

/// Finds the word that somebody meant.
public final class Likeness {
  /// Two typing errors in a word are common, three make it another word.
  private static final int MOST_ERRORS = 2;

  private Likeness() {}

  /// The word that most resembles what was typed, if any is near.
  public static Optional<String> nearest(String typed, List<String> words) {
    Optional<String> best = Optional.empty();
    int fewest = MOST_ERRORS + 1;
    for (String word : words) {
      int errors = typed.length() >= 3 && word.startsWith(typed) ? 1 : distance(typed, word);
      if (errors < fewest && errors < word.length()) {
        best = Optional.of(word);
        fewest = errors;
      }
    }
    return best;
  }

  /// Insertions, deletions and replacements that turn one into the other; lengths that differ by
  /// more than the limit are not compared.
  private static int distance(String from, String to) {
    if (Math.abs(from.length() - to.length()) > MOST_ERRORS) {
      return MOST_ERRORS + 1;
    }
    int[] above = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replace = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[to.length()];
  }
}
