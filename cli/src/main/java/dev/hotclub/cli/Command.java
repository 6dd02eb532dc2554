package dev.hotclub.cli;

import dev.hotclub.cli.args.Arguments;
import dev.hotclub.cli.args.Option;
import dev.hotclub.cli.args.UsageError;
import java.io.IOException;
import java.util.List;

/// One thing that `hotclub` does.
interface Command {
  /// The word that is typed for it.
  String name();

  /// One line, lower case, no full stop.
  String summary();

  /// What follows the name in the usage line.
  String synopsis();

  List<Option> options();

  /// Lines to copy, each with what it does.
  List<Example> examples();

  /// Does it.
  ///
  /// @return the exit code
  /// @throws UsageError if what was typed cannot be meant
  /// @throws Failure if it cannot be done
  int run(Arguments arguments, Screen screen) throws UsageError, Failure, IOException;

  /// A line that can be typed.
  record Example(String line, String what) {}
}
