package dev.hotclub.cli;

import dev.hotclub.cli.args.Option;
import java.util.List;
import java.util.stream.Collectors;

/// Writes the tables of options as shells want them.
final class Completions {
  private Completions() {}

  static String bash(List<Command> commands) {
    StringBuilder cases = new StringBuilder();
    for (Command command : commands) {
      cases
          .append("    ")
          .append(command.name())
          .append(") words='")
          .append(words(command))
          .append("' ;;\n");
    }
    return """
    _hotclub() {
      local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=
      COMPREPLY=()
      if [ "$COMP_CWORD" = 1 ]; then
        COMPREPLY=($(compgen -W '%s --help --version' -- "$word")); return
      fi
      case $before in
    %s    -p|--pid) COMPREPLY=($(compgen -W "$(pgrep python 2>/dev/null)" -- "$word")); return ;;
        -o|--output|-c|--core) COMPREPLY=($(compgen -f -- "$word")); return ;;
      esac
      case ${COMP_WORDS[1]} in
    %s  esac
      COMPREPLY=($(compgen -W "$words" -- "$word"))
      [ -n "${COMPREPLY[*]}" ] || COMPREPLY=($(compgen -f -- "$word"))
    }
    complete -F _hotclub hotclub
    """
        .formatted(names(commands), choices(commands), cases);
  }

  /// zsh understands bash's completions once it is told to.
  static String zsh(List<Command> commands) {
    return "#compdef hotclub\nautoload -U +X bashcompinit && bashcompinit\n" + bash(commands);
  }

  static String fish(List<Command> commands) {
    StringBuilder lines = new StringBuilder("complete -c hotclub -f\n");
    for (Command command : commands) {
      lines
          .append("complete -c hotclub -n __fish_use_subcommand -a ")
          .append(command.name())
          .append(" -d '")
          .append(quoted(command.summary()))
          .append("'\n");
      for (Option option : SharedOptions.with(command)) {
        lines.append(fish(command, option));
      }
    }
    return lines.toString();
  }

  private static String fish(Command command, Option option) {
    StringBuilder line =
        new StringBuilder("complete -c hotclub -n '__fish_seen_subcommand_from ")
            .append(command.name())
            .append("' -l ")
            .append(option.name());
    if (!option.letter().isEmpty()) {
      line.append(" -s ").append(option.letter());
    }
    if (option.name().equals("pid")) {
      line.append(" -x -a '(__fish_complete_pids)'");
    } else if (!option.choices().isEmpty()) {
      line.append(" -x -a '").append(String.join(" ", option.choices())).append('\'');
    } else if (option.takesValue()) {
      line.append(" -r -F");
    }
    return line.append(" -d '").append(quoted(option.help())).append("'\n").toString();
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }

  private static String names(List<Command> commands) {
    return commands.stream().map(Command::name).collect(Collectors.joining(" "));
  }

  private static String words(Command command) {
    if (command.name().equals("completions")) {
      return "bash zsh fish";
    }
    return SharedOptions.with(command).stream()
        .map(option ->
            option.letter().isEmpty()
                ? option.typed()
                : "-" + option.letter() + " " + option.typed())
        .collect(Collectors.joining(" "));
  }

  /// Options that take few words complete to those.
  private static String choices(List<Command> commands) {
    return commands.stream()
        .flatMap(command -> command.options().stream())
        .filter(option -> !option.choices().isEmpty())
        .distinct()
        .map(option ->
            "    %s%s) COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;\n"
                .formatted(
                    option.letter().isEmpty() ? "" : "-" + option.letter() + "|",
                    option.typed(),
                    String.join(" ", option.choices())))
        .collect(Collectors.joining());
  }
}
