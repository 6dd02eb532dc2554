package dev.hotclub.cli.args;

import java.util.ArrayList;
import java.util.List;

/// Prints a table of options as people read it.
public final class HelpText {
  /// Width of a terminal nobody has widened.
  private static final int WIDTH = 80;

  private HelpText() {}

  /// One entry an option: forms, then what it does, wrapped beside them.
  public static String options(List<Option> options) {
    List<String> forms = options.stream().map(HelpText::forms).toList();
    int column = forms.stream().mapToInt(String::length).max().orElse(0) + 4;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < forms.size(); i++) {
      List<String> lines = wrapped(options.get(i).help(), WIDTH - column);
      text.append("  ").append(padded(forms.get(i), column - 2)).append(lines.getFirst());
      for (String line : lines.subList(1, lines.size())) {
        text.append('\n').append(" ".repeat(column)).append(line);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String forms(Option option) {
    String letter = option.letter().isEmpty() ? "    " : "-" + option.letter() + ", ";
    return letter + "--" + option.name() + (option.takesValue() ? " <" + option.value() + ">" : "");
  }

  /// A text in lines of at most so many characters, broken at spaces.
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// Spaces behind a text up to a width.
  public static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
