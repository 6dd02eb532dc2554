package dev.hotclub.cli.args;

import java.util.List;

/// One option of a command.
///
/// @param letter its short form without the dash; empty where it has none
/// @param name its long form without the dashes
/// @param value what is typed after it, as the help names it; empty for a flag
/// @param choices the only values it takes; empty where any is taken
/// @param help one sentence, without a full stop
public record Option(String letter, String name, String value, List<String> choices, String help) {
  public Option {
    choices = List.copyOf(choices);
  }

  /// An option that is there or not; it may be counted.
  public static Option flag(String letter, String name, String help) {
    return new Option(letter, name, "", List.of(), help);
  }

  /// An option that takes a value.
  public static Option taking(String letter, String name, String value, String help) {
    return new Option(letter, name, value, List.of(), help);
  }

  /// An option that takes one of a few words.
  public static Option choosing(
      String letter, String name, String value, List<String> choices, String help) {
    return new Option(letter, name, value, choices, help);
  }

  public boolean takesValue() {
    return !value.isEmpty();
  }

  /// As an error message names it: `--pid`.
  public String typed() {
    return "--" + name;
  }
}
