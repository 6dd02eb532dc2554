package dev.hotclub.cli.args;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a command's words against its table of options.
public final class ArgumentParser {
  private final List<Option> options;

  /// By the option's name: hashing a record by all of its fields costs a command 8 ms at its start.
  private final Map<String, List<String>> given = new LinkedHashMap<>();

  private final List<String> operands = new ArrayList<>();
  private final List<String> words;
  private int next;

  private ArgumentParser(List<Option> options, List<String> words) {
    this.options = options;
    this.words = words;
  }

  public static Arguments parse(List<Option> options, List<String> words) throws UsageError {
    return new ArgumentParser(options, words).parse();
  }

  private Arguments parse() throws UsageError {
    while (next < words.size()) {
      String word = words.get(next++);
      if (word.equals("--")) {
        operands.addAll(words.subList(next, words.size()));
        next = words.size();
      } else if (word.startsWith("--")) {
        named(word.substring(2));
      } else if (word.startsWith("-") && word.length() > 1) {
        letters(word.substring(1));
      } else {
        operands.add(word);
      }
    }
    return new Arguments(given, operands);
  }

  private void named(String text) throws UsageError {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    for (Option option : options) {
      if (option.name().equals(name)) {
        if (!option.takesValue() && equals >= 0) {
          throw new UsageError(option.typed() + " takes no value");
        }
        take(option, equals < 0 ? null : text.substring(equals + 1));
        return;
      }
    }
    throw new UsageError("there is no option --" + name + meant(name));
  }

  /// A cluster: flags may stand together, the last may be followed by its value.
  private void letters(String text) throws UsageError {
    for (int at = 0; at < text.length(); at++) {
      Option option = byLetter(text.substring(at, at + 1));
      if (option.takesValue()) {
        String rest = text.substring(at + 1);
        take(option, rest.isEmpty() ? null : rest.startsWith("=") ? rest.substring(1) : rest);
        return;
      }
      take(option, null);
    }
  }

  private Option byLetter(String letter) throws UsageError {
    for (Option option : options) {
      if (option.letter().equals(letter)) {
        return option;
      }
    }
    throw new UsageError(
        "there is no option -" + letter + " (words for a program to start go after --)");
  }

  /// @param attached the value in the same word, if it was there
  private void take(Option option, @Nullable String attached) throws UsageError {
    String value = attached == null ? "" : attached;
    if (option.takesValue() && attached == null) {
      if (next == words.size()) {
        throw new UsageError(option.typed() + " needs a value: <" + option.value() + ">");
      }
      value = words.get(next++);
    }
    if (!option.choices().isEmpty() && !option.choices().contains(value)) {
      throw new UsageError(
          option.typed()
              + " takes "
              + String.join(", ", option.choices())
              + "; not '"
              + value
              + "'"
              + Likeness.nearest(value, option.choices()).map(w -> ": " + w + "?").orElse(""));
    }
    given.computeIfAbsent(option.name(), _ -> new ArrayList<>()).add(value);
  }

  private String meant(String name) {
    List<String> names = options.stream().map(Option::name).toList();
    return Likeness.nearest(name, names).map(near -> ": --" + near + "?").orElse("");
  }
}
