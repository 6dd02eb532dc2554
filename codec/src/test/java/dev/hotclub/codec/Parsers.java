package dev.hotclub.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Programs of other people that read what is written here. A test whose program is not on the
/// machine is skipped, and says which is missing.
final class Parsers {
  private static final int LONGEST_SECONDS = 120;

  private Parsers() {}

  /// A Python that has the packages of the tests' environment.
  static Path venvPython() {
    String venv = System.getenv("HOTCLUB_TEST_VENV");
    assumeTrue(venv != null, "HOTCLUB_TEST_VENV names no environment (scripts/venv makes one)");
    return Path.of(venv, "bin", "python");
  }

  /// Every CPython 3 of this machine's pyenv, and the one on the path.
  static List<Path> pythons() throws IOException {
    List<Path> pythons = new ArrayList<>(onPath("python3").map(List::of).orElse(List.of()));
    Path versions = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
    if (Files.isDirectory(versions)) {
      try (Stream<Path> installed = Files.list(versions)) {
        installed
            .filter(version -> version.getFileName().toString().startsWith("3."))
            .map(version -> version.resolve("bin/python"))
            .filter(Files::isExecutable)
            .sorted()
            .forEach(pythons::add);
      }
    }
    assumeTrue(!pythons.isEmpty(), "no python3 on the path and none in ~/.pyenv");
    return pythons;
  }

  static Path go() {
    java.util.Optional<Path> go = onPath("go");
    assumeTrue(go.isPresent(), "go is not on the path");
    return go.orElseThrow();
  }

  private static java.util.Optional<Path> onPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Runs one of the scripts beside these tests with the readers from npm.
  static List<String> node(Path folder, String script, Path file) throws Exception {
    java.util.Optional<Path> node = onPath("node");
    assumeTrue(node.isPresent(), "node is not on the path");
    String parsers = System.getenv("HOTCLUB_TEST_PARSERS");
    assumeTrue(parsers != null, "HOTCLUB_TEST_PARSERS names no folder (scripts/parsers makes one)");
    return run(List.of(node.orElseThrow(), resource(folder, script), Path.of(parsers), file));
  }

  /// @param python its path, after what it is to be started with
  static List<String> python(List<?> python, Path folder, String script, Path... files)
      throws Exception {
    List<Object> command = new ArrayList<>(python);
    command.add(resource(folder, script));
    command.addAll(Arrays.asList(files));
    return run(command);
  }

  private static Path resource(Path folder, String name) throws IOException {
    Path copy = folder.resolve(name);
    try (InputStream text = Objects.requireNonNull(Parsers.class.getResourceAsStream(name), name)) {
      Files.write(copy, text.readAllBytes());
    }
    return copy;
  }

  /// Lines of standard output of a program that has to succeed.
  static List<String> run(List<?> command) throws Exception {
    Path errors = Files.createTempFile("hotclub-parser", ".err");
    Process process =
        new ProcessBuilder(command.stream().map(Object::toString).toList())
            .redirectError(errors.toFile())
            .start();
    process.getOutputStream().close();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue())
          .withFailMessage(() -> command + " failed: " + said + contents(errors))
          .isZero();
      return said.lines().toList();
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(errors);
    }
  }

  private static String contents(Path file) {
    try {
      String text = Files.readString(file);
      return text.substring(Math.max(0, text.length() - 4000));
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }
}
