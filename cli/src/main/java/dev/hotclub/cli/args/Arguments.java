package dev.hotclub.cli.args;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was typed, option by option.
public final class Arguments {
  private final Map<String, List<String>> given;
  private final List<String> operands;

  /// @param given the values of each option that was typed, by its name, in their order; a flag's
  ///   are empty words, one for each time
  /// @param operands what belongs to no option
  Arguments(Map<String, List<String>> given, List<String> operands) {
    this.given = given;
    this.operands = List.copyOf(operands);
  }

  public boolean has(Option option) {
    return given.containsKey(option.name());
  }

  /// How often it was typed: `-ll` counts two.
  public int count(Option option) {
    return given.getOrDefault(option.name(), List.of()).size();
  }

  /// Every value of an option that may be repeated.
  public List<String> values(Option option) {
    return given.getOrDefault(option.name(), List.of());
  }

  /// The last value, as later words correct earlier ones.
  public Optional<String> value(Option option) {
    List<String> values = values(option);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
  }

  public List<String> operands() {
    return operands;
  }

  /// The value as a whole number.
  public int number(Option option, int otherwise, int least, int most) throws UsageError {
    Optional<String> text = value(option);
    return text.isEmpty() ? otherwise : number(option, text.get(), least, most);
  }

  /// A whole number in decimal or, after `0x`, in hex.
  public static int number(Option option, String text, int least, int most) throws UsageError {
    long number;
    try {
      number =
          text.startsWith("0x") || text.startsWith("0X")
              ? Long.parseLong(text.substring(2), 16)
              : Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw new UsageError(option.typed() + " takes a whole number, not '" + text + "'");
    }
    if (number < least || number > most) {
      throw new UsageError(
          option.typed() + " takes a number from " + least + " to " + most + ", not " + text);
    }
    return (int) number;
  }
}
