package dev.hotclub.cli;

import dev.hotclub.cli.args.Arguments;
import dev.hotclub.cli.args.Option;

/// Options that are understood and not served.
final class NotYet {
  private NotYet() {}

  /// @throws Failure if one of them was typed
  static void refuse(Arguments arguments, Option... options) throws Failure {
    for (Option option : options) {
      if (arguments.has(option)) {
        throw new Failure(
            option.typed()
                + " is not there yet: without it, everything about the Python frames is shown");
      }
    }
  }
}
