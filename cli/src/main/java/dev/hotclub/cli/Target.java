package dev.hotclub.cli;

import dev.hotclub.cli.args.Arguments;
import dev.hotclub.cli.args.UsageError;
import java.util.List;

/// What is to be looked at.
sealed interface Target {
  /// A process that runs already.
  record Running(int pid) implements Target {}

  /// A program to start, with its arguments.
  record Program(List<String> words) implements Target {
    public Program {
      words = List.copyOf(words);
    }
  }

  /// For commands that can start a program.
  static Target of(Arguments arguments) throws UsageError {
    if (arguments.has(SharedOptions.PID)) {
      if (!arguments.operands().isEmpty()) {
        throw new UsageError("give --pid or a program to start, not both");
      }
      return new Running(pid(arguments));
    }
    if (arguments.operands().isEmpty()) {
      throw new UsageError("give the process by --pid, or a program to start after --");
    }
    return new Program(arguments.operands());
  }

  /// For commands that look at running processes only.
  static Running running(Arguments arguments) throws UsageError {
    if (!arguments.operands().isEmpty()) {
      throw new UsageError("'" + arguments.operands().getFirst() + "' belongs to no option");
    }
    if (!arguments.has(SharedOptions.PID)) {
      throw new UsageError("give the process by --pid");
    }
    return new Running(pid(arguments));
  }

  private static int pid(Arguments arguments) throws UsageError {
    return arguments.number(SharedOptions.PID, 0, 1, Integer.MAX_VALUE);
  }
}
