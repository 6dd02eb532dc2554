package dev.hotclub.cli.top;

import org.jline.utils.WCWidth;

/// Texts cut and filled to so many columns of a terminal, in which some characters take two and
/// some none.
final class Columns {
  private Columns() {}

  static int of(String text) {
    return text.codePoints().map(Columns::width).sum();
  }

  private static int width(int character) {
    return Math.max(0, WCWidth.wcwidth(character));
  }

  /// Its beginning, and `…` where something is missing.
  static String beginning(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int used = 1;
    for (int c : text.codePoints().toArray()) {
      used += width(c);
      if (used > columns) {
        break;
      }
      kept.appendCodePoint(c);
    }
    return columns < 1 ? "" : kept.append('…').toString();
  }

  /// Its end, and `…` where something is missing.
  static String end(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    int[] all = text.codePoints().toArray();
    int used = 1;
    int from = all.length;
    while (from > 0 && used + width(all[from - 1]) <= columns) {
      used += width(all[--from]);
    }
    return columns < 1 ? "" : "…" + new String(all, from, all.length - from);
  }

  /// At the left of so many columns.
  static String left(String text, int columns) {
    String cut = beginning(text, columns);
    return cut + " ".repeat(columns - of(cut));
  }

  /// At the right of so many columns.
  static String right(String text, int columns) {
    String cut = beginning(text, columns);
    return " ".repeat(columns - of(cut)) + cut;
  }
}
