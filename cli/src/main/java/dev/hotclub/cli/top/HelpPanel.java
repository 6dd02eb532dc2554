package dev.hotclub.cli.top;

import dev.hotclub.cli.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/// What the keys do and what the columns mean.
final class HelpPanel {
  /// Key and meaning; a key that is empty begins a paragraph.
  private static final String[][] ENTRIES = {
    {"1 2 3 4", "sort by own %, total %, own time, total time"},
    {"l", "one row for each line, or for each function"},
    {"/", "only rows with a text in function or file; Esc clears it"},
    {"t", "threads; Enter counts one alone, a counts all again"},
    {"i   g", "idle threads too; only who holds the GIL"},
    {"p space", "pause the screen; counting goes on"},
    {"r", "begin the table again"},
    {"f", "whole file names"},
    {"↑ ↓ PgUp PgDn", "scroll"},
    {"q Ctrl-C", "quit"},
    {"", ""},
    {"own", "in the function itself; total: with all it called"},
    {"%", "of the last window; 100 is one thread all the time"},
    {"time", "since the start or the last reset"},
  };

  private static final int KEY_COLUMNS = 15;

  private HelpPanel() {}

  static List<AttributedString> lines(List<String> notes, Ink ink) {
    List<AttributedString> lines = new ArrayList<>();
    lines.add(AttributedString.EMPTY);
    for (String[] entry : ENTRIES) {
      lines.add(
          new AttributedStringBuilder()
              .append(Columns.left(entry[0], KEY_COLUMNS), ink.strong())
              .append(entry[1])
              .toAttributedString());
    }
    for (String note : notes) {
      lines.add(new AttributedString(Printable.of(note), ink.faint()));
    }
    return lines;
  }
}
