package dev.hotclub.cli;

import dev.hotclub.cli.args.Arguments;
import dev.hotclub.cli.args.Option;
import dev.hotclub.cli.args.UsageError;
import dev.hotclub.cli.top.Beginning;
import dev.hotclub.cli.top.Ink;
import dev.hotclub.cli.top.Rows;
import dev.hotclub.cli.top.TopLines;
import dev.hotclub.cli.top.TopLoop;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.View;
import dev.hotclub.remote.process.ProcessFiles;
import dev.hotclub.remote.process.Program;
import dev.hotclub.sampler.SamplerOptions;
import dev.hotclub.sampler.live.LiveSampling;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/// `hotclub top`: what a process is doing at this moment, on the whole screen.
final class TopCommand implements Command {
  private static final Option DELAY =
      Option.taking("", "delay", "seconds", "seconds between two tables [default: 1.0]");

  private static final Option JSON =
      Option.flag(
          "j", "json", "print one line of JSON for each table; its schema is in docs/top-json.md");

  private static final Option LINES =
      Option.flag("", "lines", "one row for each line; l switches while it runs");

  /// Faster than this nobody reads, and a window holds too few samples.
  private static final double SHORTEST_DELAY = 0.1;

  private static final double LONGEST_DELAY = 3600;

  @Override
  public String name() {
    return "top";
  }

  @Override
  public String summary() {
    return "show what a process is doing, on the whole screen, as it goes on";
  }

  @Override
  public String synopsis() {
    return "--pid <pid> [options]  |  [options] -- <program> [arguments]";
  }

  @Override
  public List<Option> options() {
    return List.of(
        SharedOptions.PID,
        SharedOptions.RATE,
        DELAY,
        RecordCommand.DURATION,
        JSON,
        SharedOptions.SUBPROCESSES,
        SharedOptions.GIL,
        SharedOptions.IDLE,
        LINES,
        SharedOptions.FUNCTION,
        SharedOptions.NOLINENO,
        SharedOptions.FULL_FILENAMES,
        SharedOptions.NATIVE,
        SharedOptions.NONBLOCKING,
        SharedOptions.BLOCKING,
        SharedOptions.READER,
        SharedOptions.PAUSE_BUDGET);
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("hotclub top --pid 4711", "what does this worker do?"),
        new Example("hotclub top --pid 4702 --subprocesses", "a gunicorn and all its workers"),
        new Example(
            "hotclub top -- python manage.py migrate", "a program from its start to its end"),
        new Example("hotclub top --pid 4711 --idle --lines", "what it waits in, line by line"),
        new Example("hotclub top --pid 4711 --json -d 60 | jq .gil", "for a program to read"));
  }

  @Override
  public int run(Arguments arguments, Screen screen) throws UsageError, Failure, IOException {
    NotYet.refuse(arguments, SharedOptions.NATIVE);
    Target target = Target.of(arguments);
    Reading reading = Reading.of(arguments);
    SamplerOptions options =
        new SamplerOptions(
            arguments.number(SharedOptions.RATE, 100, 1, SamplerOptions.HIGHEST_RATE),
            reading.reader(),
            reading.pausing(),
            arguments.has(SharedOptions.SUBPROCESSES)
                ? SamplerOptions.Children.FOLLOWED
                : SamplerOptions.Children.LEFT_OUT,
            "hotclub " + Version.current());
    Duration delay = delay(arguments);
    Beginning beginning = beginning(arguments);
    Optional<Duration> limit = RecordCommand.duration(arguments);
    boolean json = arguments.has(JSON);
    if (!json) {
      refuseWithoutTerminal(screen);
    }
    Showing showing = new Showing(screen, json ? Form.LINES : Form.SCREEN, delay, limit, beginning);
    return switch (target) {
      case Target.Running(int pid) ->
          show(LiveSampling.open(List.of(pid), options, beginning.counting()), () -> pid, showing);
      case Target.Program(List<String> words) -> {
        Program program = new Program(words, Program.Output.NOWHERE);
        try (Started _ = new Started(program, screen)) {
          LiveSampling.Opening opening = LiveSampling.open(program, options, beginning.counting());
          yield show(opening, program::pid, showing);
        }
      }
    };
  }

  private enum Form {
    SCREEN,
    LINES
  }

  /// How it is shown, apart from what.
  private record Showing(
      Screen screen, Form form, Duration delay, Optional<Duration> limit, Beginning beginning) {}

  private static int show(LiveSampling.Opening opening, IntSupplier pid, Showing showing)
      throws Failure, IOException {
    return switch (opening) {
      case LiveSampling.Opening.Failed(var why) -> throw Failure.of(why, "top");
      case LiveSampling.Opening.Opened(LiveSampling sampling) -> {
        try (sampling) {
          Optional<String> end =
              switch (showing.form()) {
                case LINES -> lines(sampling, pid.getAsInt(), showing);
                case SCREEN -> screen(sampling, pid.getAsInt(), showing);
              };
          end.ifPresent(why -> showing.screen().err().println("hotclub top: " + Printable.of(why)));
        }
        yield 0;
      }
    };
  }

  private static Optional<String> lines(LiveSampling sampling, int pid, Showing showing) {
    Screen screen = showing.screen();
    sampling.notes().forEach(note -> screen.err().println(Printable.of(note)));
    screen.err().flush();
    return TopLines.run(
        sampling,
        pid,
        screen.out(),
        showing.delay(),
        showing.limit(),
        showing.beginning(),
        Interrupts.taken()::asked);
  }

  private static Optional<String> screen(LiveSampling sampling, int pid, Showing showing)
      throws IOException {
    return TopLoop.run(
        sampling, pid, who(pid), showing.delay(), showing.limit(), showing.beginning());
  }

  private static Beginning beginning(Arguments arguments) {
    View.Counting counting =
        arguments.has(SharedOptions.GIL)
            ? View.Counting.GIL_HOLDER
            : arguments.has(SharedOptions.IDLE) ? View.Counting.IDLE_TOO : View.Counting.BUSY;
    Rows rows =
        arguments.has(SharedOptions.NOLINENO)
            ? Rows.NAMES
            : arguments.has(LINES) ? Rows.LINES : Rows.FUNCTIONS;
    String noColor = System.getenv("NO_COLOR");
    return new Beginning(
        rows,
        arguments.has(SharedOptions.FULL_FILENAMES) ? View.Names.FULL : View.Names.SHORT,
        counting,
        noColor == null || noColor.isEmpty() ? Ink.COLOUR : Ink.BLACK_AND_WHITE);
  }

  private static Duration delay(Arguments arguments) throws UsageError {
    Optional<String> given = arguments.value(DELAY);
    if (given.isEmpty()) {
      return Duration.ofSeconds(1);
    }
    try {
      double seconds = Double.parseDouble(given.get());
      if (seconds >= SHORTEST_DELAY && seconds <= LONGEST_DELAY) {
        return Duration.ofNanos((long) (seconds * 1e9));
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new UsageError("--delay takes seconds from 0.1 to 3600, not '" + given.get() + "'");
  }

  private static void refuseWithoutTerminal(Screen screen) throws Failure {
    String type = System.getenv("TERM");
    if (screen.outIs() != Screen.Paper.TERMINAL) {
      throw new Failure(
          "standard output is not a terminal: --json prints one object for each table instead");
    }
    if (type == null || type.isEmpty() || type.equals("dumb")) {
      throw new Failure(
          "this terminal cannot show a screen (TERM is "
              + (type == null || type.isEmpty() ? "not set" : type)
              + "): --json prints one object for each table instead");
    }
  }

  private static String who(int pid) {
    ProcessFiles files = new ProcessFiles(pid);
    ProcessInfo process = new ProcessInfo(pid, files.parent(), files.command(), "");
    List<String> parent = new ProcessFiles(files.parent()).command();
    return Printable.of(ProcessLine.label(process, parent));
  }
}
