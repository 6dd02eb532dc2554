package dev.hotclub.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// A terminal of a given size that nobody sees: a tmux server of its own, killed on close.
final class Tmux implements AutoCloseable {
  /// A shared machine may take seconds to start a JVM; a screen that has not come after this will
  /// not.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final Path folder;

  private Tmux(Path folder) {
    this.folder = folder;
  }

  /// Runs a shell of `width` × `height`; skips the test where there is no tmux.
  static Tmux open(int width, int height, Map<String, String> environment) throws IOException {
    assumeThat(Path.of("/usr/bin/tmux")).as("tmux is installed").isExecutable();
    Tmux tmux = new Tmux(Files.createTempDirectory("hotclub-tmux"));
    List<String> words =
        new ArrayList<>(List.of("-f", "/dev/null", "new-session", "-d", "-x", "" + width));
    words.addAll(List.of("-y", "" + height));
    environment.forEach((name, value) -> words.addAll(List.of("-e", name + "=" + value)));
    words.addAll(List.of("env", "PS1=$ ", "sh"));
    String ignored = tmux.ask(words);
    return tmux;
  }

  private String ask(List<String> words) throws IOException {
    List<String> command = new ArrayList<>(List.of("tmux", "-S", folder.resolve("s").toString()));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().remove("TMUX");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    return said;
  }

  /// What stands on the screen.
  String screen() throws IOException {
    return ask(List.of("capture-pane", "-p"));
  }

  /// The same with colours and weights.
  String inked() throws IOException {
    return ask(List.of("capture-pane", "-p", "-e"));
  }

  /// Waits until the screen is as wanted.
  String await(String what, Predicate<String> wanted) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String screen = screen();
    while (!wanted.test(screen)) {
      assertThat(System.nanoTime()).as("%s on the screen:%n%s", what, screen).isLessThan(end);
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      screen = screen();
    }
    return screen;
  }

  String await(String text) throws IOException {
    return await(text, screen -> screen.contains(text));
  }

  /// Presses keys, by tmux's names for them.
  void press(String... keys) throws IOException {
    List<String> words = new ArrayList<>(List.of("send-keys"));
    words.addAll(List.of(keys));
    assertThat(ask(words)).isEmpty();
  }

  /// Types a line and Enter.
  void type(String line) throws IOException {
    assertThat(ask(List.of("send-keys", "-l", line))).isEmpty();
    press("Enter");
  }

  void resize(int width, int height) throws IOException {
    assertThat(ask(List.of("resize-window", "-x", "" + width, "-y", "" + height))).isEmpty();
  }

  /// Whether a program has the alternate screen.
  boolean alternate() throws IOException {
    return ask(List.of("display-message", "-p", "#{alternate_on}")).strip().equals("1");
  }

  boolean cursorShown() throws IOException {
    return ask(List.of("display-message", "-p", "#{cursor_flag}")).strip().equals("1");
  }

  @Override
  public void close() throws IOException {
    String ignored = ask(List.of("kill-server"));
    Files.deleteIfExists(folder.resolve("s"));
    Files.delete(folder);
  }
}
