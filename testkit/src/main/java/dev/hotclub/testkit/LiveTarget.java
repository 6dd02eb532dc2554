package dev.hotclub.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A Python program that has said "ready" on its standard output. Closing kills it and removes what
/// it was started from.
public final class LiveTarget implements AutoCloseable {
  private final Process process;
  private final Path folder;
  private final List<String> said = new ArrayList<>();

  private LiveTarget(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /// Runs `scenes.py`, threads that stand still in every kind of Python call, and waits.
  public static LiveTarget scenes(Interpreter interpreter) throws IOException {
    try (InputStream script =
        Objects.requireNonNull(LiveTarget.class.getResourceAsStream("scenes.py"))) {
      return start(interpreter, "scenes.py", script.readAllBytes(), List.of());
    }
  }

  /// Runs a script on an interpreter and waits until it is ready.
  ///
  /// @param name of the file it is put in
  public static LiveTarget start(
      Interpreter interpreter, String name, byte[] script, List<String> arguments)
      throws IOException {
    Path temporary = interpreter.root().resolve("tmp");
    Path folder = Files.createTempDirectory(temporary, "hotclub-target");
    Path file = Files.write(folder.resolve(name), script);
    Path program = interpreter.program();
    String libraries = interpreter.libraries();
    boolean deleted = interpreter.form() == Interpreter.Form.DELETED;
    if (deleted) {
      Path copies = Files.createDirectory(folder.resolve("bin"));
      program = copy(interpreter, copies);
      libraries = libraries.isEmpty() ? "" : copies.toString();
    }
    Path inside = Path.of("/").resolve(interpreter.root().relativize(file));
    LiveTarget target = run(interpreter.command(program, inside, arguments), libraries, folder);
    if (deleted) {
      remove(folder.resolve("bin"));
    }
    return target;
  }

  /// Runs any program and waits until it is ready.
  ///
  /// @param folder is removed at the end
  public static LiveTarget start(List<String> command, Path folder) throws IOException {
    return run(command, "", folder);
  }

  private static LiveTarget run(List<String> command, String libraries, Path folder)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    // what is set for the tests must not change what they look at
    builder.environment().keySet().removeIf(name -> name.startsWith("PYTHON"));
    if (!libraries.isEmpty()) {
      builder.environment().put("LD_LIBRARY_PATH", libraries);
    }
    if (command.contains("--honour-stdin")) {
      // uWSGI makes one of the two streams
      builder.redirectErrorStream(true);
    } else {
      builder.redirectError(ProcessBuilder.Redirect.to(folder.resolve("stderr").toFile()));
    }
    LiveTarget target = new LiveTarget(builder.start(), folder);
    try {
      target.hearUntil("ready");
    } catch (IOException early) {
      Path errorFile = folder.resolve("stderr");
      String errors =
          Files.exists(errorFile) ? Files.readString(errorFile, StandardCharsets.ISO_8859_1) : "";
      target.close();
      throw new IOException(early.getMessage() + ": " + errors, early);
    }
    return target;
  }

  private static Path copy(Interpreter interpreter, Path folder) throws IOException {
    Path copy = folder.resolve(interpreter.program().getFileName());
    Files.copy(interpreter.program(), copy, StandardCopyOption.COPY_ATTRIBUTES);
    if (!interpreter.libraries().isEmpty()) {
      try (Stream<Path> libraries = Files.list(Path.of(interpreter.libraries()))) {
        for (Path library : libraries.filter(path -> path.toString().contains(".so")).toList()) {
          Files.copy(library, folder.resolve(library.getFileName()));
        }
      }
    }
    return copy;
  }

  /// Keeps everything it says until that line.
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

  /// Waits until all of its threads sleep in system calls, as the kernel has it.
  public void awaitSleep() throws IOException {
    while (!asleep()) {
      if (!process.isAlive()) {
        throw new IOException("target ended: " + said);
      }
      Thread.onSpinWait();
    }
  }

  /// A thread that runs has "running" in its `syscall` file.
  private boolean asleep() throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Integer.toString(pid()), "task"))) {
      for (Path task : tasks.toList()) {
        if (Files.readString(task.resolve("syscall")).startsWith("running")) {
          return false;
        }
      }
    }
    return true;
  }

  /// Everything it has said, but for the lines that were waited for.
  public List<String> said() {
    return List.copyOf(said);
  }

  public int pid() {
    return (int) process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    remove(folder);
  }

  private static void remove(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path visited, @org.jspecify.annotations.Nullable IOException failed)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
