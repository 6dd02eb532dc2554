package dev.hotclub.cli;

import dev.hotclub.cli.args.Arguments;
import dev.hotclub.cli.args.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a recording can be written as.
enum Format {
  FLAMEGRAPH("flamegraph", "a picture as py-spy draws it; a page if the name ends so", ".svg"),
  HTML("html", "a flame graph to explore in a browser", ".html .htm"),
  RAW("raw", "stacks and their counts, one a line", ".txt .folded .collapsed .raw"),
  SPEEDSCOPE("speedscope", "for speedscope.app", ".speedscope.json .speedscope .json"),
  CHROMETRACE("chrometrace", "for Perfetto or chrome://tracing", ".trace.json .chrometrace.json"),
  PPROF("pprof", "for go tool pprof, Pyroscope and others", ".pb.gz .pprof .prof.gz"),
  OTLP("otlp", "an OpenTelemetry ProfilesData message", ".otlp .otlp.pb"),
  GECKO("gecko", "for the Firefox Profiler", ".gecko.json .gecko"),
  PSTATS("pstats", "for Python's pstats, SnakeViz and gprof2dot", ".pstats .cprof"),
  HC("hc", "everything, with its time; see hotclub convert", ".hc");

  /// For names that end in nothing known.
  static final Format PLAIN = FLAMEGRAPH;

  /// Where neither a name nor a format was given.
  static final Format UNNAMED = HTML;

  private final String word;
  private final String what;
  private final String endings;

  Format(String word, String what, String endings) {
    this.word = word;
    this.what = what;
    this.endings = endings;
  }

  /// As it is typed.
  String word() {
    return word;
  }

  String what() {
    return what;
  }

  /// How to look at a file of it.
  String opener(Path file) {
    return switch (this) {
      case FLAMEGRAPH, HTML -> "open it in a browser";
      case RAW -> "one stack a line; flamegraph.pl reads it";
      case SPEEDSCOPE -> "drop it on speedscope.app";
      case CHROMETRACE -> "open it in ui.perfetto.dev or chrome://tracing";
      case PPROF -> "go tool pprof -http=: " + file.getFileName();
      case OTLP -> "OpenTelemetry profiles, v1development";
      case GECKO -> "drop it on profiler.firefox.com";
      case PSTATS -> "python -m pstats " + file.getFileName();
      case HC -> "hotclub convert " + file.getFileName() + " -o profile.html";
    };
  }

  private List<String> endings() {
    return List.of(endings.split(" "));
  }

  /// How names of such files end.
  String ending() {
    return endings().getFirst();
  }

  static final Option OPTION =
      Option.choosing(
          "f",
          "format",
          "format",
          Stream.of(values()).map(Format::word).toList(),
          "what is written; without it the output's name decides. One of: "
              + String.join(
                  ", ", Stream.of(values()).map(f -> f.word + " (*" + f.ending() + ")").toList()));

  /// The format that a command asks for, by its word or else by the output's name.
  static Optional<Format> asked(Arguments arguments, Option output) {
    Optional<Format> byName = arguments.value(output).flatMap(Format::byName);
    Optional<Format> byWord = arguments.value(OPTION).map(Format::of);
    // py-spy's word for both kinds of flame graph
    return byWord.equals(Optional.of(FLAMEGRAPH)) && byName.equals(Optional.of(HTML))
        ? byName
        : byWord.or(() -> byName);
  }

  static Format of(String word) {
    return Stream.of(values()).filter(format -> format.word.equals(word)).findFirst().orElseThrow();
  }

  /// The format whose files end like this name, the longest ending first.
  static Optional<Format> byName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Optional<Format> best = Optional.empty();
    int longest = 0;
    for (Format format : values()) {
      for (String ending : format.endings()) {
        if (lower.endsWith(ending) && ending.length() > longest) {
          best = Optional.of(format);
          longest = ending.length();
        }
      }
    }
    return best;
  }
}
