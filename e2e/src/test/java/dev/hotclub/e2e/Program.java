package dev.hotclub.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Any program that says a line when it is ready; killed on close with whatever it started.
final class Program implements AutoCloseable {
  /// For `python -c`: says so and waits for its standard input to end.
  static final String WAIT = "import sys; print('ready'); sys.stdout.flush(); sys.stdin.read()";

  private final Process process;
  private final BufferedReader out;

  private Program(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  static Program start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PYTHON"));
    return new Program(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /// Starts it and waits for its first line.
  static Program ready(String... command) throws IOException {
    Program program = start(List.of(command));
    String ignored = program.line();
    return program;
  }

  /// The next line that it says.
  String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("program ended before it said anything");
    }
    return line;
  }

  void tell(String line) throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).write(line + "\n");
    process.outputWriter(StandardCharsets.UTF_8).flush();
  }

  int pid() {
    return (int) process.pid();
  }

  Process process() {
    return process;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      int ignored = process.waitFor();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
