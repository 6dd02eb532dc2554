package dev.hotclub.remote.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.remote.process.TaskState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
  private final Process process;
  private final List<String> said = new ArrayList<>();
  private final Path folder;

  private PythonTarget(Process process, Path folder) throws IOException {
    this.process = process;
    this.folder = folder;
    hearUntil("ready");
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
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PYTHON"));
    return new PythonTarget(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start(), folder);
  }

  /// Everything it says until that line.
  public void hearUntil(String wanted) throws IOException {
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    for (String line = reader.readLine(); !wanted.equals(line); line = reader.readLine()) {
      if (line == null) {
        throw new IOException("target ended before it said " + wanted + ": " + said);
      }
      said.add(line);
    }
  }

  public void tell(String line) throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).write(line + "\n");
    process.outputWriter(StandardCharsets.UTF_8).flush();
  }

  /// Waits until its main thread sleeps in a system call, as the kernel has it.
  public void awaitSleep() {
    try (TaskState main = new TaskState(pid(), pid())) {
      while (main.place() != TaskState.Place.IN_CALL) {
        assertThat(process.isAlive()).isTrue();
        Thread.onSpinWait();
      }
    }
  }

  public List<String> said() {
    return said;
  }

  public int pid() {
    return (int) process.pid();
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
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
