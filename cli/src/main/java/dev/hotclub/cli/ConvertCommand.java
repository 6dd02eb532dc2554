package dev.hotclub.cli;

import dev.hotclub.cli.args.Arguments;
import dev.hotclub.cli.args.Option;
import dev.hotclub.cli.args.UsageError;
import dev.hotclub.codec.hc.HcReader;
import dev.hotclub.model.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `hotclub convert`: a recording becomes anything else, later.
final class ConvertCommand implements Command {
  private static final Option OUTPUT =
      Option.taking("o", "output", "filename", "where to; - is standard output");

  @Override
  public String name() {
    return "convert";
  }

  @Override
  public String summary() {
    return "turn a recording (.hc) into a flame graph or another format";
  }

  @Override
  public String synopsis() {
    return "<recording.hc> -o <filename> [options]";
  }

  @Override
  public List<Option> options() {
    List<Option> options = new ArrayList<>(List.of(OUTPUT, Format.OPTION));
    options.add(SharedOptions.SUBPROCESSES);
    options.addAll(Viewing.OPTIONS);
    return options;
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("hotclub convert run.hc -o run.html", "a flame graph of what was busy"),
        new Example("hotclub convert run.hc -o waits.html --idle", "of what waited, too"),
        new Example("hotclub convert run.hc -f raw -o - --threads", "stacks of each thread"));
  }

  @Override
  public int run(Arguments arguments, Screen screen) throws UsageError, Failure, IOException {
    if (arguments.operands().size() != 1) {
      throw new UsageError("name one recording");
    }
    Path input = Path.of(arguments.operands().getFirst());
    String name =
        arguments.value(OUTPUT).orElseThrow(() -> new UsageError("say where to by --output"));
    Format format = Format.asked(arguments, OUTPUT).orElse(Format.PLAIN);
    View view =
        Viewing.of(
            arguments,
            arguments.has(SharedOptions.SUBPROCESSES) ? View.Grouping.APART : View.Grouping.MERGED);
    HcReader recording = open(input);
    Destination destination = Destination.of(name);
    destination.write(out -> new Conversion(recording, input, view, format).write(out));
    recording
        .loss()
        .ifPresent(loss ->
            screen
                .err()
                .println("hotclub: " + Printable.of(loss) + "; what came before is in " + name));
    return 0;
  }

  private static HcReader open(Path input) throws Failure {
    try {
      return new HcReader(() -> Files.newInputStream(input));
    } catch (IOException unreadable) {
      throw new Failure("cannot read " + input + ": " + Destination.words(unreadable), unreadable);
    }
  }
}
