package dev.hotclub.cli;

import dev.hotclub.cli.args.Arguments;
import dev.hotclub.cli.args.UsageError;
import dev.hotclub.sampler.Pausing;
import dev.hotclub.sampler.ReaderChoice;
import java.util.Optional;

/// How stacks shall be read, from the options that say so.
record Reading(ReaderChoice reader, Pausing pausing) {

  static Reading of(Arguments arguments) throws UsageError {
    boolean never = arguments.has(SharedOptions.NONBLOCKING);
    boolean always = arguments.has(SharedOptions.BLOCKING);
    if (never && always) {
      throw new UsageError("--blocking and --nonblocking exclude each other");
    }
    Optional<ReaderChoice> asked = arguments.value(SharedOptions.READER).map(Reading::reader);
    if (never && asked.filter(reader -> reader == ReaderChoice.STOP).isPresent()) {
      throw new UsageError("--nonblocking and --reader stop exclude each other");
    }
    if (always && asked.filter(reader -> reader == ReaderChoice.LOOK).isPresent()) {
      throw new UsageError("--blocking and --reader look exclude each other");
    }
    ReaderChoice otherwise =
        never ? ReaderChoice.LOOK : always ? ReaderChoice.STOP : ReaderChoice.AUTO;
    return new Reading(asked.orElse(otherwise), always ? new Pausing.Always() : budget(arguments));
  }

  private static ReaderChoice reader(String word) {
    return ReaderChoice.valueOf(word.toUpperCase(java.util.Locale.ROOT));
  }

  private static Pausing budget(Arguments arguments) throws UsageError {
    Optional<String> given = arguments.value(SharedOptions.PAUSE_BUDGET);
    return new Pausing.Budget(given.isEmpty() ? Pausing.DEFAULT_SHARE : share(given.get()));
  }

  /// `0.5%` or, as a fraction, `0.005`.
  private static double share(String text) throws UsageError {
    boolean percent = text.endsWith("%");
    try {
      double number = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
      double share = percent ? number / 100 : number;
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new UsageError("--pause-budget takes a share such as 0.5% or 0.005, not '" + text + "'");
  }
}
