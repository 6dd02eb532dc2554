package dev.hotclub.cli;

import dev.hotclub.cli.args.Arguments;
import dev.hotclub.cli.args.Option;
import dev.hotclub.cli.args.UsageError;
import java.util.List;
import java.util.function.Supplier;

/// `hotclub completions bash|zsh|fish`: prints what the shell needs to complete our words.
final class CompletionsCommand implements Command {
  private final Supplier<List<Command>> commands;

  CompletionsCommand(Supplier<List<Command>> commands) {
    this.commands = commands;
  }

  @Override
  public String name() {
    return "completions";
  }

  @Override
  public String summary() {
    return "print completions for a shell";
  }

  @Override
  public String synopsis() {
    return "bash|zsh|fish";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("source <(hotclub completions bash)", "completes in this shell"),
        new Example(
            "hotclub completions fish > ~/.config/fish/completions/hotclub.fish",
            "completes in every fish to come"));
  }

  @Override
  public int run(Arguments arguments, Screen screen) throws UsageError {
    if (arguments.operands().size() != 1) {
      throw new UsageError("name one shell: bash, zsh or fish");
    }
    screen.out().print(script(arguments.operands().getFirst()));
    return 0;
  }

  private String script(String shell) throws UsageError {
    return switch (shell) {
      case "bash" -> Completions.bash(commands.get());
      case "zsh" -> Completions.zsh(commands.get());
      case "fish" -> Completions.fish(commands.get());
      default -> throw new UsageError("name one shell: bash, zsh or fish; not '" + shell + "'");
    };
  }
}
