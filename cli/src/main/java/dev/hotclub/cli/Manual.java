package dev.hotclub.cli;

import dev.hotclub.cli.args.HelpText;
import java.util.List;

/// What `--help` prints.
final class Manual {
  private Manual() {}

  static String overview(List<Command> commands) {
    StringBuilder text =
        new StringBuilder(
            """
            hotclub tells what a running Python process is doing, without touching it.

            usage: hotclub <command> [options]      hotclub <command> --help

            """);
    for (Command command : commands) {
      text.append("  ")
          .append(HelpText.padded(command.name(), 13))
          .append(command.summary())
          .append('\n');
    }
    text.append("\n  -V, --version  print the version\n  -h, --help     print this\n\nexamples:\n");
    for (Command command : commands) {
      command.examples().stream().limit(1).forEach(example -> append(text, example));
    }
    return text.toString();
  }

  static String of(Command command) {
    StringBuilder text =
        new StringBuilder("hotclub ")
            .append(command.name())
            .append(": ")
            .append(command.summary())
            .append("\n\n")
            .append(usage(command))
            .append("\n\n")
            .append(HelpText.options(SharedOptions.with(command)));
    if (!command.examples().isEmpty()) {
      text.append("\nexamples:\n");
      command.examples().forEach(example -> append(text, example));
    }
    return text.toString();
  }

  static String usage(Command command) {
    return "usage: hotclub " + command.name() + " " + command.synopsis();
  }

  private static void append(StringBuilder text, Command.Example example) {
    text.append("  ").append(example.line()).append("\n      ").append(example.what()).append('\n');
  }
}
