package dev.hotclub.cli;

import dev.hotclub.cli.args.Arguments;
import dev.hotclub.cli.args.Option;
import dev.hotclub.cli.args.UsageError;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/// `hotclub rehearse`, not listed: what the launcher runs to make its cache, so that the JVM sees
/// the classes and the hot methods of a real use. All output is thrown away.
final class Rehearsal implements Command {
  /// Enough for the JVM to think a method warm and keep its profile.
  private static final int DUMPS = 40;

  /// The formats that are asked for most: what is not rehearsed only starts slower.
  private static final List<Format> RECORDED = List.of(Format.HTML, Format.RAW, Format.SPEEDSCOPE);

  /// Some tens of samples.
  private static final String SECONDS = "0.3";

  private final BiConsumer<List<String>, Screen> act;

  /// @param act runs a command line on a screen
  Rehearsal(BiConsumer<List<String>, Screen> act) {
    this.act = act;
  }

  @Override
  public String name() {
    return "rehearse";
  }

  @Override
  public String summary() {
    return "run through everything once, for the class cache";
  }

  @Override
  public String synopsis() {
    return "--pid <pid>";
  }

  @Override
  public List<Option> options() {
    return List.of(SharedOptions.PID);
  }

  @Override
  public List<Example> examples() {
    return List.of();
  }

  @Override
  public int run(Arguments arguments, Screen screen) throws UsageError {
    String pid = Integer.toString(Target.running(arguments).pid());
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Screen silent = new Screen(nowhere, nowhere, Screen.Paper.TERMINAL, Screen.Paper.FILE_OR_PIPE);
    for (int i = 0; i < DUMPS; i++) {
      act.accept(List.of("dump", "--pid", pid), silent);
    }
    act.accept(List.of("dump", "--pid", pid, "-ll", "--subprocesses"), silent);
    act.accept(List.of("dump", "--pid", pid, "-l", "--json"), silent);
    for (Format format : RECORDED) {
      act.accept(
          List.of(
              "record", "--pid", pid, "-d", SECONDS, "-f", format.word(), "-o", "/dev/null", "-s"),
          silent);
    }
    act.accept(List.of("dump", "--pid", pid, "--wrong"), silent);
    act.accept(List.of("dump", "--help"), silent);
    act.accept(List.of("--version"), silent);
    return 0;
  }
}
