package dev.hotclub.cli;

import dev.hotclub.cli.args.ArgumentParser;
import dev.hotclub.cli.args.Arguments;
import dev.hotclub.cli.args.Likeness;
import dev.hotclub.cli.args.UsageError;
import java.io.IOException;
import java.util.List;

/// `hotclub`: finds the command that was named and turns what it says into an exit code.
public final class Main {
  /// As `sysexits.h` numbers an internal software error.
  private static final int OWN_BUG = 70;

  private static final int WRONG_DATA = 1;
  private static final int WRONG_SYNTAX = 2;

  private final List<Command> commands;
  private final Screen screen;

  private Main(Screen screen) {
    this.screen = screen;
    this.commands =
        List.of(
            new DumpCommand(),
            new RecordCommand(),
            new TopCommand(),
            new ConvertCommand(),
            new CompletionsCommand(this::commands));
  }

  private List<Command> commands() {
    return commands;
  }

  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] words) {
    Screen screen = Screen.ofProcess();
    int code = new Main(screen).run(List.of(words));
    screen.flush();
    // Halted, not exited: nothing of ours waits for a shutdown hook, and it saves two milliseconds.
    Runtime.getRuntime().halt(code);
  }

  private int run(List<String> words) {
    String name = words.isEmpty() ? "" : words.getFirst();
    return switch (name) {
      case "" -> {
        screen.err().print(Manual.overview(commands));
        yield WRONG_SYNTAX;
      }
      case "-h", "--help" -> {
        screen.out().print(Manual.overview(commands));
        yield 0;
      }
      case "help" -> help(words.subList(1, words.size()));
      case "-V", "--version" -> {
        screen.out().println("hotclub " + Version.current());
        yield 0;
      }
      default -> named(name, words.subList(1, words.size()));
    };
  }

  private int help(List<String> words) {
    for (Command command : commands) {
      if (words.contains(command.name())) {
        screen.out().print(Manual.of(command));
        return 0;
      }
    }
    screen.out().print(Manual.overview(commands));
    return 0;
  }

  private int named(String name, List<String> words) {
    if (name.equals("rehearse")) {
      return run(new Rehearsal((line, on) -> new Main(on).run(line)), words);
    }
    for (Command command : commands) {
      if (command.name().equals(name)) {
        return run(command, words);
      }
    }
    String near =
        Likeness.nearest(name, commands.stream().map(Command::name).toList())
            .map(word -> ": " + word + "?")
            .orElse("");
    screen.err().println("hotclub: there is no command '" + Printable.of(name) + "'" + near);
    screen.err().print(Manual.overview(commands));
    return WRONG_SYNTAX;
  }

  private int run(Command command, List<String> words) {
    String who = "hotclub " + command.name() + ": ";
    try {
      Arguments arguments = ArgumentParser.parse(SharedOptions.with(command), words);
      if (arguments.has(SharedOptions.HELP)) {
        screen.out().print(Manual.of(command));
        return 0;
      }
      return command.run(arguments, screen);
    } catch (UsageError wrong) {
      screen.err().println(who + words(wrong));
      screen.err().println(Manual.usage(command));
      return WRONG_SYNTAX;
    } catch (Failure failure) {
      screen.err().println(who + words(failure));
      return WRONG_DATA;
    } catch (IOException broken) {
      screen.err().println(who + words(broken));
      return WRONG_DATA;
    } catch (RuntimeException | Error bug) {
      screen
          .err()
          .println(
              who
                  + "this is a bug in hotclub "
                  + Version.current()
                  + ", please report it with what follows");
      bug.printStackTrace(screen.err());
      return OWN_BUG;
    }
  }

  private static String words(Exception failure) {
    return Printable.of(String.valueOf(failure.getMessage()));
  }
}
