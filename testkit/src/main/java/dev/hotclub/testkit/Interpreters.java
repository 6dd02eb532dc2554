package dev.hotclub.testkit;

import dev.hotclub.testkit.Interpreter.Form;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Every CPython 3 that is on this machine: those that are installed, and those that
/// `scripts/interpreters` makes. `HOTCLUB_INTERPRETERS=3.13,musl` leaves those whose names have one
/// of the words in them.
public final class Interpreters {
  /// Not `python3.14-config` and the like.
  private static final Pattern PROGRAM = Pattern.compile("python3\\.\\d+(-pie|d)?");

  private final List<Interpreter> present = new ArrayList<>();
  private final Map<String, String> missing = new LinkedHashMap<>();
  private final Path made;

  private Interpreters(Path home, Path made) {
    this.made = made;
    installed(home.resolve(".pyenv/versions"));
    file("Debian's python3", Form.INSTALLED, Path.of("/usr/bin/python3"));
    sid(made.resolve("sid"));
    file("free-threaded", Form.FREE_THREADED, made.resolve("free-threaded/bin/python3"));
    file("musl", Form.MUSL, made.resolve("musl/bin/python3"));
    copies(made.resolve("copies"));
    file("uWSGI", Form.EMBEDDED, Path.of("/usr/bin/uwsgi"));
  }

  /// Looks at the machine.
  public static Interpreters here() {
    Path home = Path.of(System.getProperty("user.home"));
    String cache = System.getenv("HOTCLUB_CACHE");
    String caches = System.getenv("XDG_CACHE_HOME");
    Path own = caches == null ? home.resolve(".cache/hotclub") : Path.of(caches, "hotclub");
    Interpreters here =
        new Interpreters(home, (cache == null ? own : Path.of(cache)).resolve("interpreters"));
    String words = System.getenv("HOTCLUB_INTERPRETERS");
    if (words != null && !words.isBlank()) {
      here.narrow(words);
    }
    return here;
  }

  /// Those that can be run, never empty.
  public List<Interpreter> present() {
    if (present.isEmpty()) {
      throw new IllegalStateException("no CPython 3 on this machine: " + missing);
    }
    return List.copyOf(present);
  }

  /// Why others cannot, by their names.
  public Map<String, String> missing() {
    return Map.copyOf(missing);
  }

  public Interpreter named(String name) {
    return present.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private void narrow(String words) {
    present.removeIf(one -> Stream.of(words.split(",")).noneMatch(one.name()::contains));
  }

  private void installed(Path versions) {
    List<Path> found = new ArrayList<>();
    for (Path version : entries(versions, "3.*")) {
      Path python = version.resolve("bin/python3");
      if (Files.isExecutable(python)) {
        found.add(python);
      }
    }
    found.sort((a, b) -> Integer.compare(minor(a), minor(b)));
    for (Path python : found) {
      present.add(Interpreter.of(version(python), Form.INSTALLED, python));
    }
    if (found.isEmpty()) {
      missing.put("pyenv", "nothing in " + versions);
    }
  }

  private static String version(Path python) {
    return python.getName(python.getNameCount() - 3).toString();
  }

  private static int minor(Path python) {
    return Integer.parseInt(version(python).split("\\.")[1]);
  }

  private void sid(Path root) {
    List<Path> programs =
        entries(root.resolve("usr/bin"), "python3.*").stream()
            .filter(path -> PROGRAM.matcher(path.getFileName().toString()).matches())
            .sorted()
            .toList();
    if (programs.isEmpty()) {
      missing.put("Debian sid", "not in " + root);
      return;
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      missing.put("Debian sid", "only root may change the root of a process");
      return;
    }
    for (Path program : programs) {
      Path inside = Path.of("/").resolve(root.relativize(program));
      present.add(new Interpreter("sid " + program.getFileName(), Form.CHROOT, inside, "", root));
    }
  }

  private void copies(Path copies) {
    file("venv", Form.VENV, copies.resolve("venv/bin/python3"));
    withLibraries(
        "moved", Form.MOVED, copies.resolve("moved/bin/python3"), copies.resolve("moved/lib"));
    Path stripped = copies.resolve("stripped");
    withLibraries("stripped", Form.STRIPPED, stripped.resolve("python3"), stripped);
    withLibraries("deleted", Form.DELETED, stripped.resolve("python3"), stripped);
    file("deleted static", Form.DELETED, Path.of("/usr/bin/python3"));
    List<Path> headerless = entries(copies.resolveSibling("headerless"), "3.*");
    for (Path folder : headerless.stream().sorted().toList()) {
      withLibraries(
          "headerless " + folder.getFileName(), Form.HEADERLESS, folder.resolve("python3"), folder);
    }
    if (headerless.isEmpty()) {
      missing.put("headerless", "not in " + copies);
    }
  }

  private void file(String name, Form form, Path program) {
    if (Files.isExecutable(program)) {
      present.add(Interpreter.of(name, form, program));
    } else {
      missing.put(name, program + " is not there (" + made + "/log may say why)");
    }
  }

  private void withLibraries(String name, Form form, Path program, Path libraries) {
    if (Files.isExecutable(program)) {
      present.add(new Interpreter(name, form, program, libraries.toString(), Path.of("/")));
    } else {
      missing.put(name, program + " is not there");
    }
  }

  private static List<Path> entries(Path folder, String glob) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      List<Path> found = new ArrayList<>();
      entries.forEach(found::add);
      return found;
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /// A line for each, as people read it.
  public Stream<String> report() {
    return Stream.concat(
        present.stream()
            .map(one -> "interpreter: " + one + " (" + one.form() + ", " + one.program() + ")"),
        missing.entrySet().stream()
            .map(one -> "interpreter missing: " + one.getKey() + ": " + one.getValue()));
  }
}
