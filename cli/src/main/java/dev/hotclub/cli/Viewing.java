package dev.hotclub.cli;

import dev.hotclub.cli.args.Arguments;
import dev.hotclub.cli.args.Option;
import dev.hotclub.model.View;
import java.util.List;

/// What a picture counts and shows, from the options that say so.
final class Viewing {
  static final List<Option> OPTIONS =
      List.of(
          SharedOptions.GIL,
          SharedOptions.IDLE,
          SharedOptions.THREADS,
          SharedOptions.FUNCTION,
          SharedOptions.NOLINENO,
          SharedOptions.FULL_FILENAMES);

  private Viewing() {}

  /// @param processes whether each process stands apart
  static View of(Arguments arguments, View.Grouping processes) {
    View.Counting counting =
        arguments.has(SharedOptions.GIL)
            ? View.Counting.GIL_HOLDER
            : arguments.has(SharedOptions.IDLE) ? View.Counting.IDLE_TOO : View.Counting.BUSY;
    View.Detail detail =
        arguments.has(SharedOptions.NOLINENO)
            ? View.Detail.FUNCTIONS
            : arguments.has(SharedOptions.FUNCTION) ? View.Detail.FIRST_LINES : View.Detail.LINES;
    return new View(
        counting,
        arguments.has(SharedOptions.THREADS) ? View.Grouping.APART : View.Grouping.MERGED,
        processes,
        detail,
        arguments.has(SharedOptions.FULL_FILENAMES) ? View.Names.FULL : View.Names.SHORT);
  }
}
