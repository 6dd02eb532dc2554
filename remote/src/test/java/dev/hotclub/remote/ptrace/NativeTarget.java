package dev.hotclub.remote.ptrace;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A small C program beside these tests, compiled and started. It is not our child but a shell's:
/// Java waits for its own children and would take a stop for their end.
final class NativeTarget implements AutoCloseable {
  private static final Path GCC = Path.of("/usr/bin/gcc");

  private final Process shell;
  private final BufferedReader words;
  private final int pid;

  private NativeTarget(Process shell) throws IOException {
    this.shell = shell;
    this.words = shell.inputReader(StandardCharsets.UTF_8);
    this.pid = Integer.parseInt(number(words.readLine(), "pid"));
    hear("ready");
  }

  static Path compile(Path folder, String name) throws IOException {
    assumeTrue(Files.isExecutable(GCC), "no " + GCC + ": the stop reader is not tested");
    Path source = folder.resolve(name + ".c");
    try (InputStream text =
        Objects.requireNonNull(NativeTarget.class.getResourceAsStream(name + ".c"), name)) {
      Files.write(source, text.readAllBytes());
    }
    Path program = folder.resolve(name);
    Process gcc =
        new ProcessBuilder(
                GCC.toString(), "-O1", "-pthread", "-o", program.toString(), source.toString())
            .inheritIO()
            .start();
    try {
      if (gcc.waitFor() != 0) {
        throw new IOException(source + " does not compile");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    return program;
  }

  static NativeTarget start(Path folder, String name, String... arguments) throws IOException {
    return run(compile(folder, name).toString(), arguments);
  }

  static NativeTarget run(String program, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "\"$0\" \"$@\"; exit $?", program));
    command.addAll(Arrays.asList(arguments));
    return new NativeTarget(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  int pid() {
    return pid;
  }

  boolean hasSaidSomething() throws IOException {
    return words.ready();
  }

  void tell(String line) throws IOException {
    shell.outputWriter(StandardCharsets.UTF_8).write(line + "\n");
    shell.outputWriter(StandardCharsets.UTF_8).flush();
  }

  /// The "name value" lines until that one.
  Map<String, Long> hear(String wanted) throws IOException {
    Map<String, Long> numbers = new HashMap<>();
    for (String line = words.readLine(); !wanted.equals(line); line = words.readLine()) {
      if (line == null) {
        throw new IOException("target ended before it said " + wanted + ": " + numbers);
      }
      int space = line.indexOf(' ');
      if (space > 0) {
        numbers.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
      }
    }
    return numbers;
  }

  private static String number(String line, String name) throws IOException {
    if (line == null || !line.startsWith(name + " ")) {
      throw new IOException("expected " + name + ", heard " + line);
    }
    return line.substring(name.length() + 1);
  }

  @Override
  public void close() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
  }
}
