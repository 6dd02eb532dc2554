package dev.hotclub.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server in a process of its own, from this build's modules.
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Returns when it says that it is ready.
  static ServerProcess start(Path folder, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // the tests' own module path, where surefire has put the classes and jars
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path") + ":" + System.getProperty("jdk.module.path")));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "dev.hotclub.server.Main", "server"));
    command.addAll(
        List.of(
            "--port",
            "0",
            "--otlp-ports",
            "none",
            "--store",
            folder.resolve("hotclub.duckdb").toString()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    if (line == null || !line.contains(" is ready")) {
      process.destroyForcibly();
      throw new IOException("the server said: " + line);
    }
    String address = line.substring(line.indexOf("http://"), line.indexOf("/ is ready"));
    return new ServerProcess(
        process, Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
  }

  int port() {
    return port;
  }

  /// kill -9.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// @return its exit code
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the server does not stop");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
