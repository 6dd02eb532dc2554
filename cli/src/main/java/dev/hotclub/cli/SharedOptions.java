package dev.hotclub.cli;

import dev.hotclub.cli.args.Option;
import java.util.ArrayList;
import java.util.List;

/// The options that mean the same wherever they are taken. Names, letters and meanings are py-spy's
/// (0.4.3) where it has the option, so that hands and scripts need not relearn.
final class SharedOptions {
  static final Option HELP = Option.flag("h", "help", "print this");

  static final Option PID =
      Option.taking("p", "pid", "pid", "the running Python process, in decimal or hex (0x…)");

  static final Option FULL_FILENAMES =
      Option.flag("", "full-filenames", "show whole paths instead of the part below the package");

  static final Option SUBPROCESSES =
      Option.flag("s", "subprocesses", "the Python processes that it started, too");

  static final Option NATIVE =
      Option.flag("n", "native", "frames of C, C++ and Cython extensions (not yet)");

  static final Option NONBLOCKING =
      Option.flag(
          "",
          "nonblocking",
          "never stop a thread; what moved while it was read is marked approximate");

  static final Option BLOCKING =
      Option.flag("", "blocking", "stop each running thread for every read, whatever it costs");

  static final Option READER =
      Option.choosing(
          "",
          "reader",
          "reader",
          List.of("auto", "kernel", "stop", "look"),
          "how stacks are read: by the kernel in its own interrupt, under a short stop of the one"
              + " thread that runs, or as everything runs; auto takes the first of these that is"
              + " permitted");

  static final Option PAUSE_BUDGET =
      Option.taking(
          "",
          "pause-budget",
          "share",
          "how much of a thread's time stops may take, for example 0.5% [default: 0.5%]");

  static final Option RATE =
      Option.taking("r", "rate", "rate", "samples of each thread per second [default: 100]");

  static final Option GIL =
      Option.flag("g", "gil", "only threads that hold the global interpreter lock");

  static final Option IDLE =
      Option.flag("i", "idle", "idle threads too: those that sleep, wait for a lock or for input");

  static final Option THREADS = Option.flag("t", "threads", "tell threads apart by name and id");

  static final Option FUNCTION =
      Option.flag("F", "function", "one bar for each function, shown with its first line number");

  static final Option NOLINENO = Option.flag("", "nolineno", "no line numbers");

  private SharedOptions() {}

  /// A command's own options and those that every command has.
  static List<Option> with(Command command) {
    List<Option> options = new ArrayList<>(command.options());
    options.add(HELP);
    return options;
  }
}
