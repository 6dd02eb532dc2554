package dev.hotclub.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A CPython that a target can be run on.
///
/// @param name short, for people: `3.12.1`, `sid python3.14`, `stripped`
/// @param program the interpreter's file, as its own root names it
/// @param libraries folder of shared libraries that it must take; empty for its own
/// @param root what it has as `/`
public record Interpreter(String name, Form form, Path program, String libraries, Path root) {
  /// How it is built or installed: each is found in another way.
  public enum Form {
    /// As its makers install it.
    INSTALLED,
    /// From Debian, in a root of its own.
    CHROOT,
    /// Built without the global interpreter lock.
    FREE_THREADED,
    /// Built with musl.
    MUSL,
    /// Without the full symbol table.
    STRIPPED,
    /// Without section headers, so without any symbol that can be found by them.
    HEADERLESS,
    /// In another folder than the one it was built for.
    MOVED,
    /// A virtual environment.
    VENV,
    /// Its files are removed once it runs, as an upgrade does.
    DELETED,
    /// Inside another program: uWSGI.
    EMBEDDED
  }

  private static final Path ROOT = Path.of("/");

  static Interpreter of(String name, Form form, Path program) {
    return new Interpreter(name, form, program, "", ROOT);
  }

  /// What to run so that it runs a script.
  ///
  /// @param script as the interpreter's root names it
  List<String> command(Path file, Path script, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (form == Form.EMBEDDED) {
      command.addAll(
          List.of(file.toString(), "--plugin", "python3", "--enable-threads", "--honour-stdin"));
      command.addAll(List.of("--pyargv", String.join(" ", arguments)));
      command.addAll(List.of("--pyrun", script.toString()));
      return command;
    }
    if (!root.equals(ROOT)) {
      command.addAll(List.of("chroot", root.toString()));
    }
    command.add(file.toString());
    command.add(script.toString());
    command.addAll(arguments);
    return command;
  }

  @Override
  public String toString() {
    return name;
  }
}
