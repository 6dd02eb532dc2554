package dev.hotclub.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The command as a user runs it: a process of its own, made of the compiled modules, with the
/// launcher's options for the JVM.
final class Hotclub implements AutoCloseable {
  /// A command that has not ended after this is stuck; the slowest here take a second alone.
  private static final int PATIENCE_SECONDS = 60;

  /// What is needed of the modules, by how their path ends in the build or in the local repository.
  private static final List<String> OURS = List.of("model", "codec", "remote", "sampler", "cli");

  private final Process process;
  private final Path folder;

  private Hotclub(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /// What a command came to.
  record Result(int code, String out, String err) {}

  /// Runs a command to its end.
  static Result run(String... words) throws IOException {
    return runBehind(List.of(), words);
  }

  /// Runs it behind a prefix, for example `setpriv …`. Its files can be read by every user.
  static Result runBehind(List<String> prefix, String... words) throws IOException {
    try (Hotclub hotclub = startBehind(prefix, words)) {
      return hotclub.result();
    }
  }

  /// Starts a command; it is killed on close.
  static Hotclub start(String... words) throws IOException {
    return startBehind(List.of(), words);
  }

  static Hotclub startBehind(List<String> prefix, String... words) throws IOException {
    Path folder = Files.createTempDirectory("hotclub-run");
    List<String> command = new ArrayList<>(prefix);
    command.addAll(java(prefix.isEmpty() ? modulePath() : publicModulePath(folder)));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    // set by whoever runs the tests, and echoed by the JVM
    List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
        .forEach(builder.environment()::remove);
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    return new Hotclub(builder.start(), folder);
  }

  /// The words that start it.
  static List<String> java(String modulePath) {
    return List.of(
        System.getProperty("java.home") + "/bin/java",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-XX:TieredStopAtLevel=1",
        "-Xmx384m",
        "-Xss1m",
        "-Xlog:disable",
        "-Xlog:all=error:stderr",
        "--enable-native-access=dev.hotclub.remote,org.jline.terminal.ffm",
        "-p",
        modulePath,
        "-m",
        "dev.hotclub.cli/dev.hotclub.cli.Main");
  }

  /// The modules of the product and the libraries it runs with, out of all that tests see.
  static String modulePath() {
    return String.join(File.pathSeparator, parts().map(Path::toString).toList());
  }

  private static Stream<Path> parts() {
    String all =
        System.getProperty("java.class.path", "")
            + File.pathSeparator
            + System.getProperty("jdk.module.path", "");
    return Stream.of(all.split(File.pathSeparator))
        .map(Path::of)
        .filter(Hotclub::isPart)
        .distinct();
  }

  private static boolean isPart(Path path) {
    String text = path.toString();
    return text.contains("/jline-")
        || OURS.stream()
            .anyMatch(module ->
                text.endsWith("/" + module + "/target/classes")
                    || text.contains("/hotclub-" + module + "-"));
  }

  /// A copy for commands that run as another user, who may not see this one's folders.
  private static String publicModulePath(Path folder) throws IOException {
    List<String> copies = new ArrayList<>();
    Files.setPosixFilePermissions(
        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    for (Path part : parts().toList()) {
      Path copy = folder.resolve("part" + copies.size() + (Files.isDirectory(part) ? "" : ".jar"));
      copyTree(part, copy);
      copies.add(copy.toString());
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  Process process() {
    return process;
  }

  /// What it has written to standard output until now.
  String outSoFar() throws IOException {
    return Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
  }

  String errSoFar() throws IOException {
    return Files.readString(folder.resolve("err"), StandardCharsets.UTF_8);
  }

  /// Waits for its end.
  Result result() throws IOException {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(
            "did not end within " + PATIENCE_SECONDS + " s: " + outSoFar() + errSoFar());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stop);
    }
    return new Result(process.exitValue(), outSoFar(), errSoFar());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException busy) {
      throw new UncheckedIOException(busy);
    }
  }
}
