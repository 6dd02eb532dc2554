package dev.hotclub.cli;

import dev.hotclub.model.ProcessInfo;
import java.util.List;

/// A process in one line: `gunicorn worker 4711 · python 3.12.1 · gunicorn shop.wsgi · up 3 h 12 m
/// …`.
final class ProcessLine {
  /// Leaves room for the rest on a line of 120.
  private static final int LONGEST_COMMAND = 60;

  private ProcessLine() {}

  static String of(ProcessInfo process, List<String> parentCommand, Vitals vitals) {
    StringBuilder line = new StringBuilder(label(process, parentCommand));
    line.append(" · python ").append(process.python());
    String command = command(process.command());
    if (!command.isEmpty()) {
      line.append(" · ").append(command);
    }
    if (!vitals.up().isZero()) {
      line.append(" · up ").append(Amounts.of(vitals.up()));
      line.append(" · rss ").append(Amounts.bytes(vitals.rssBytes()));
      line.append(" · cpu ").append(Amounts.percent(vitals.cpuShare())).append(" on average");
    }
    return Printable.of(line.toString());
  }

  /// Program and pid. A child that runs its parent's command line was forked to do the work.
  static String label(ProcessInfo process, List<String> parentCommand) {
    String program = program(process.command());
    boolean forked = !process.command().isEmpty() && process.command().equals(parentCommand);
    return (program.isEmpty() ? "process" : program) + (forked ? " worker " : " ") + process.pid();
  }

  /// What runs, without the interpreter before it: the script, the module or the program itself.
  static String program(List<String> command) {
    if (command.isEmpty()) {
      return "";
    }
    String first = baseName(command.getFirst());
    if (!first.startsWith("python")) {
      // a title that was set by the program itself has spaces: "gunicorn: worker [shop]"
      int space = first.indexOf(' ');
      return space < 0 ? first : first.substring(0, space).replaceFirst(":$", "");
    }
    for (int i = 1; i < command.size(); i++) {
      String word = command.get(i);
      if (word.equals("-m") && i + 1 < command.size()) {
        return command.get(i + 1);
      }
      if (word.equals("-c")) {
        return first + " -c";
      }
      if (!word.startsWith("-")) {
        return baseName(word);
      }
    }
    return first;
  }

  private static String command(List<String> words) {
    if (words.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(baseName(words.getFirst()));
    words.stream().skip(1).forEach(word -> text.append(' ').append(word));
    return text.length() <= LONGEST_COMMAND
        ? text.toString()
        : text.substring(0, LONGEST_COMMAND - 1) + "…";
  }

  private static String baseName(String path) {
    // a title such as "gunicorn: worker [a/b]" is not a path
    int end = path.indexOf(' ') < 0 ? path.length() : path.indexOf(' ');
    return path.substring(path.lastIndexOf('/', end) + 1);
  }
}
