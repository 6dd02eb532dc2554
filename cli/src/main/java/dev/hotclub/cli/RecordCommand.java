package dev.hotclub.cli;

import dev.hotclub.cli.args.Arguments;
import dev.hotclub.cli.args.Option;
import dev.hotclub.cli.args.UsageError;
import dev.hotclub.model.View;
import dev.hotclub.sampler.SamplerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `hotclub record`: samples for a while and writes a picture of it.
final class RecordCommand implements Command {
  private static final Option OUTPUT =
      Option.taking(
          "o",
          "output",
          "filename",
          "where to; - is standard output [default: a name made of process and time]");

  static final Option DURATION =
      Option.taking(
          "d", "duration", "duration", "how many seconds, or unlimited [default: unlimited]");

  /// A century: nobody means longer, and it fits a count of nanoseconds.
  private static final double LONGEST_SECONDS = 3.15e9;

  @Override
  public String name() {
    return "record";
  }

  @Override
  public String summary() {
    return "sample a process for a while and write a flame graph";
  }

  @Override
  public String synopsis() {
    return "--pid <pid> [options]  |  [options] -- <program> [arguments]";
  }

  @Override
  public List<Option> options() {
    List<Option> options = new ArrayList<>();
    options.addAll(List.of(SharedOptions.PID, OUTPUT, Format.OPTION, DURATION, SharedOptions.RATE));
    options.add(SharedOptions.SUBPROCESSES);
    options.addAll(Viewing.OPTIONS);
    options.addAll(
        List.of(
            SharedOptions.NATIVE,
            SharedOptions.NONBLOCKING,
            SharedOptions.BLOCKING,
            SharedOptions.READER,
            SharedOptions.PAUSE_BUDGET));
    return options;
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example(
            "hotclub record -o profile.html --pid 4711 --duration 30", "half a minute of a worker"),
        new Example(
            "hotclub record -o all.html --pid 4702 --subprocesses -d 30",
            "a gunicorn and its workers"),
        new Example(
            "hotclub record -o run.hc -- python manage.py migrate",
            "a program from its first line on, every sample kept for hotclub convert"),
        new Example(
            "hotclub record -f raw -o - -d 10 -p 4711 | sort -k2 -n",
            "stacks for another program"));
  }

  @Override
  public int run(Arguments arguments, Screen screen) throws UsageError, Failure {
    NotYet.refuse(arguments, SharedOptions.NATIVE);
    Target target = Target.of(arguments);
    Optional<Duration> limit = duration(arguments);
    SamplerOptions.Children children =
        arguments.has(SharedOptions.SUBPROCESSES)
            ? SamplerOptions.Children.FOLLOWED
            : SamplerOptions.Children.LEFT_OUT;
    Reading reading = Reading.of(arguments);
    SamplerOptions options =
        new SamplerOptions(
            arguments.number(SharedOptions.RATE, 100, 1, SamplerOptions.HIGHEST_RATE),
            reading.reader(),
            reading.pausing(),
            children,
            "hotclub " + Version.current());
    View view =
        Viewing.of(
            arguments,
            arguments.has(SharedOptions.SUBPROCESSES) ? View.Grouping.APART : View.Grouping.MERGED);
    Format format = format(arguments);
    Destination destination =
        Destination.of(arguments.value(OUTPUT).orElseGet(() -> name(target, format)));
    new Run(target, options, limit, view, format, destination, screen).run();
    return 0;
  }

  static Optional<Duration> duration(Arguments arguments) throws UsageError {
    Optional<String> given = arguments.value(DURATION);
    if (given.isEmpty() || given.get().equals("unlimited")) {
      return Optional.empty();
    }
    try {
      double seconds = Double.parseDouble(given.get());
      if (seconds > 0 && seconds < LONGEST_SECONDS) {
        return Optional.of(Duration.ofNanos((long) (seconds * 1e9)));
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new UsageError(
        "--duration takes a number of seconds above 0 or unlimited, not '" + given.get() + "'");
  }

  private static Format format(Arguments arguments) {
    return Format.asked(arguments, OUTPUT)
        .orElse(arguments.has(OUTPUT) ? Format.PLAIN : Format.UNNAMED);
  }

  /// For people who did not say: the process and the time, so that nothing is overwritten.
  private static String name(Target target, Format format) {
    String what =
        switch (target) {
          case Target.Running(int pid) -> Integer.toString(pid);
          case Target.Program(List<String> words) ->
              String.valueOf(Path.of(words.getFirst()).getFileName());
        };
    String time =
        LocalDateTime.now(java.time.ZoneId.systemDefault())
            .truncatedTo(ChronoUnit.SECONDS)
            .toString()
            .replace(":", "");
    return "hotclub-" + what + "-" + time + format.ending();
  }
}
