package dev.hotclub.remote.cpython;

import dev.hotclub.testkit.LiveTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A Python program that has said "ready" and is killed on close.
public final class PythonTarget implements AutoCloseable {
  private final LiveTarget target;

  private PythonTarget(LiveTarget target) {
    this.target = target;
  }

  /// Runs one of the scripts beside these tests, or an absolute resource, and waits until it is
  /// ready.
  public static PythonTarget start(Path python, String script, String... arguments)
      throws IOException {
    return startWith(List.of(python.toString()), script, arguments);
  }

  /// Runs it behind a prefix, for example `setpriv … python`.
  public static PythonTarget startWith(List<String> program, String script, String... arguments)
      throws IOException {
    Path folder = Files.createTempDirectory("hotclub-target");
    Path file = folder.resolve(Path.of(script).getFileName());
    try (InputStream text =
        Objects.requireNonNull(PythonTarget.class.getResourceAsStream(script), script)) {
      Files.write(file, text.readAllBytes());
    }
    List<String> command = new ArrayList<>(program);
    command.add(file.toString());
    command.addAll(Arrays.asList(arguments));
    return new PythonTarget(LiveTarget.start(command, folder));
  }

  /// Everything it says until that line.
  public void hearUntil(String wanted) throws IOException {
    target.hearUntil(wanted);
  }

  public void tell(String line) throws IOException {
    target.tell(line);
  }

  /// Waits until its threads sleep in system calls, as the kernel has it.
  public void awaitSleep() throws IOException {
    target.awaitSleep();
  }

  public List<String> said() {
    return target.said();
  }

  public int pid() {
    return target.pid();
  }

  /// Every CPython 3 that is installed here, oldest first.
  public static Stream<Path> interpreters() {
    Path root =
        Path.of(
            System.getProperty(
                "hotclub.pythons", System.getProperty("user.home") + "/.pyenv/versions"));
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(root, "3.*")) {
      for (Path version : versions) {
        Path python = version.resolve("bin/python3");
        if (Files.isExecutable(python)) {
          found.add(python);
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    found.sort((a, b) -> Integer.compare(minor(a), minor(b)));
    return found.stream();
  }

  private static int minor(Path python) {
    return Integer.parseInt(python.getName(python.getNameCount() - 3).toString().split("\\.")[1]);
  }

  public static Path interpreter(int minor) {
    return interpreters().filter(python -> minor(python) == minor).findFirst().orElseThrow();
  }

  @Override
  public void close() throws IOException {
    target.close();
  }
}
