package dev.hotclub.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `hotclub top` as somebody sees it who sits before a terminal.
final class TopTest {
  private static final String PROGRAM =
      """
      import threading, time
      def compute():
          total = 0
          for i in range(20000): total += i * i
          return total
      def busy():
          while True: compute()
      def sleeper():
          while True: time.sleep(1000)
      threading.Thread(target=sleeper, daemon=True, name="dozer").start()
      print("ready", flush=True)
      busy()
      """;

  @TempDir private Path folder;
  private Program target;

  @BeforeEach
  void startTheTarget() throws IOException {
    Path script = Files.writeString(folder.resolve("victim.py"), PROGRAM);
    target = Program.ready("python3", script.toString());
  }

  @AfterEach
  void endTheTarget() {
    target.close();
  }

  private Tmux terminal(Map<String, String> environment) throws IOException {
    Tmux tmux = Tmux.open(80, 24, environment);
    Files.writeString(
        folder.resolve("hotclub"),
        "#!/bin/sh\nexec " + String.join(" ", Hotclub.java(Hotclub.modulePath())) + " \"$@\"\n");
    tmux.type("cd " + folder);
    return tmux;
  }

  private void top(Tmux tmux, String options) throws IOException {
    tmux.type(
        "sh ./hotclub top --delay 0.3 " + options + " --pid " + target.pid() + "; echo ended $?");
    tmux.await("compute (victim.py:2)");
  }

  private static void assertRestored(Tmux tmux) throws IOException {
    assertThat(tmux.alternate()).isFalse();
    assertThat(tmux.cursorShown()).isTrue();
    tmux.type("stty -a | grep -o -- '-*icanon\\|-*echo ' | tr '\\n' ' '");
    tmux.await("icanon echo ");
  }

  @Test
  void showsWhatRunsAndQuitsLeavingTheTerminalAsItWas() throws IOException {
    try (Tmux tmux = terminal(Map.of())) {
      top(tmux, "");
      String screen = tmux.await("both threads", shown -> shown.contains("threads 2, 1 busy"));
      assertThat(tmux.alternate()).isTrue();
      assertThat(tmux.cursorShown()).isFalse();
      assertThat(screen.lines().findFirst().orElseThrow())
          .matches("victim.py " + target.pid() + " · python 3\\S* · \\w+ reader · 100/s");
      assertThat(screen).contains("▾OWN%").doesNotContain("sleeper");
      assertThat(tmux.inked()).contains("\u001b[31m");
      tmux.press("q");
      tmux.await("ended 0");
      assertRestored(tmux);
      assertThat(tmux.screen()).doesNotContain("▾OWN%").doesNotContain("WARNING");
    }
  }

  @Test
  void keysSortFilterPauseResetAndHelp() throws IOException {
    try (Tmux tmux = terminal(Map.of("NO_COLOR", "1"))) {
      top(tmux, "");
      assertThat(tmux.inked()).doesNotContain("\u001b[31m").doesNotContain("\u001b[33m");
      tmux.press("4");
      tmux.await("callers first", shown -> !row(shown, 0).contains("compute"));
      tmux.press("1");
      tmux.await("compute first", shown -> row(shown, 0).contains("compute"));
      tmux.press("l");
      tmux.await("lines", shown -> shown.contains("  LINE") && shown.contains("(victim.py:4)"));
      tmux.press("/", "b", "u", "s");
      tmux.await("busy alone", shown -> row(shown, 0).contains("busy") && row(shown, 1).isBlank());
      tmux.press("Escape");
      tmux.await("all again", shown -> row(shown, 0).contains("compute"));
      tmux.press("?");
      tmux.await("pause the screen");
      tmux.press("?");
      tmux.await("help gone", shown -> !shown.contains("pause the screen"));
      tmux.press("p");
      String paused = tmux.await("PAUSED");
      tmux.press("2", "1");
      assertThat(tmux.await("paused still", shown -> shown.contains("▾OWN%"))).isEqualTo(paused);
      tmux.press("Space");
      tmux.await("going on", shown -> !shown.contains("PAUSED"));
      tmux.await("two seconds counted", shown -> ownSeconds(shown) > 2);
      tmux.press("r");
      tmux.await("counted anew", shown -> ownSeconds(shown) >= 0 && ownSeconds(shown) < 2);
      tmux.press("C-c");
      tmux.await("ended 0");
      assertRestored(tmux);
    }
  }

  @Test
  void oneThreadIsPickedAndIdleOnesAreShownWhereAskedFor() throws IOException {
    try (Tmux tmux = terminal(Map.of())) {
      top(tmux, "");
      tmux.press("t");
      tmux.await("the list", shown -> shown.contains("dozer (") && shown.contains("sleeping"));
      tmux.press("Down", "Enter");
      tmux.await(
          "nothing busy",
          shown -> shown.contains("thread dozer (") && shown.contains("no thread has been busy"));
      tmux.press("i");
      tmux.await("its sleep", shown -> row(shown, 0).contains("sleeper (victim.py:8)"));
      tmux.press("t", "a");
      tmux.await(
          "all threads", shown -> shown.contains("sleeper (") && shown.contains("compute ("));
      tmux.press("q");
      tmux.await("ended 0");
    }
  }

  @Test
  void followsTheSizeOfTheTerminal() throws IOException {
    try (Tmux tmux = terminal(Map.of())) {
      top(tmux, "");
      tmux.resize(120, 30);
      tmux.await(
          "keys at the bottom",
          shown -> shown.lines().skip(29).anyMatch(line -> line.contains("q quit")));
      tmux.resize(50, 10);
      String small =
          tmux.await(
              "keys at the bottom",
              shown -> shown.lines().skip(9).anyMatch(line -> line.contains("q quit")));
      assertThat(small).contains("compute").doesNotContain("OWN   TOTAL");
      tmux.press("q");
      tmux.await("ended 0");
    }
  }

  @Test
  void theTargetsEndIsSaidOnTheOrdinaryScreen() throws IOException {
    try (Tmux tmux = terminal(Map.of())) {
      top(tmux, "");
      target.close();
      tmux.await("process " + target.pid() + " has ended");
      tmux.await("ended 0");
      assertRestored(tmux);
    }
  }

  @Test
  void aSignalEndsItOrderly() throws IOException {
    try (Tmux tmux = terminal(Map.of())) {
      top(tmux, "");
      ProcessHandle profiler =
          ProcessHandle.allProcesses()
              .filter(
                  process -> process.info().commandLine().orElse("").contains("top --delay 0.3"))
              .filter(process -> process.info().command().orElse("").endsWith("/java"))
              .filter(
                  process -> process.info().commandLine().orElse("").endsWith(" " + target.pid()))
              .findFirst()
              .orElseThrow();
      assertThat(profiler.destroy()).isTrue();
      tmux.await("ended 0");
      assertRestored(tmux);
    }
  }

  @Test
  void aProgramIsStartedAndItsWordsDoNotSpoilTheScreen() throws IOException {
    try (Tmux tmux = terminal(Map.of())) {
      tmux.type("sh ./hotclub top --delay 0.3 -- python3 victim.py; echo ended $?");
      tmux.await("compute (victim.py:2)");
      assertThat(tmux.screen()).doesNotContain("ready");
      tmux.press("q");
      tmux.await("ended 0");
      assertRestored(tmux);
    }
  }

  @Test
  void withoutATerminalItSaysWhatToDo() throws IOException {
    Hotclub.Result result = Hotclub.run("top", "--pid", Integer.toString(target.pid()));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("hotclub top: ").contains("--json");
    assertThat(result.err().lines()).hasSize(1);
  }

  @Test
  void jsonIsOneLineForEachWindow() throws IOException {
    Hotclub.Result result =
        Hotclub.run(
            "top", "--json", "-d", "2", "--delay", "0.5", "--idle", "--pid", "" + target.pid());
    assertThat(result.code()).isZero();
    assertThat(result.out().lines())
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.startsWith("{\"time\":\"") && line.endsWith("]}"))
        .anyMatch(line -> line.contains("\"name\":\"compute\",\"filename\":\"" + folder));
    assertThat(result.out()).contains("\"thread_name\":\"dozer\"").contains("\"name\":\"sleeper\"");
  }

  /// A row of the table, below its head.
  private static String row(String screen, int number) {
    String[] lines = screen.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].endsWith("  FUNCTION") || lines[i].endsWith("  LINE")) {
        return i + 1 + number < lines.length ? lines[i + 1 + number] : "";
      }
    }
    return "";
  }

  /// Own time in the first row; -1 where there is none.
  private static double ownSeconds(String screen) {
    String[] words = row(screen, 0).strip().split(" +");
    return words.length > 2 && words[2].matches("\\d+\\.\\d+s")
        ? Double.parseDouble(words[2].substring(0, words[2].length() - 1))
        : -1;
  }
}
