package dev.hotclub.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.remote.process.ProcessFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process that ends, is stopped, becomes another or has children while it is recorded: a clear
/// word, and whatever was sampled is written.
@Timeout(300)
final class ChangingTargetTest {
  private static final String PYTHON = "/usr/bin/python3";
  private static final String SPIN_UNTIL_TOLD =
      """
      import os, sys, threading
      told = []
      threading.Thread(target=lambda: told.append(sys.stdin.readline())).start()
      print('ready', flush=True)
      def spin():
          while not told: pass
      spin()
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"auto", "stop", "look"})
  void aTargetThatEndsEndsTheRecording(String reader) throws IOException {
    try (Program program = Program.ready(PYTHON, "-c", SPIN_UNTIL_TOLD);
        Hotclub hotclub = record(program, "--reader=" + reader)) {
      awaitSampling(hotclub);
      program.tell("end");
      assertEnds(hotclub, "process " + program.pid() + " has ended");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "stop", "look"})
  void aTargetThatIsKilledEndsTheRecording(String reader) throws IOException {
    try (Program program = Program.ready(PYTHON, "-c", SPIN_UNTIL_TOLD);
        Hotclub hotclub = record(program, "--reader=" + reader)) {
      awaitSampling(hotclub);
      program.process().destroyForcibly();
      assertEnds(hotclub, "process " + program.pid() + " has ended");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "stop", "look"})
  void aTargetThatBecomesAnotherPythonIsFollowed(String reader) throws IOException {
    String next = "def after():\n  while True: pass\nafter()";
    String code =
        SPIN_UNTIL_TOLD + "os.execv(sys.executable, [sys.executable, '-c', '''" + next + "'''])\n";
    try (Program program = Program.ready(PYTHON, "-c", code);
        Hotclub hotclub = record(program, "--reader=" + reader, "--duration=5")) {
      awaitSampling(hotclub);
      program.tell("become another");
      String stacks = assertEnds(hotclub, "");
      assertThat(stacks).contains("after (<string>");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "stop"})
  void aTargetThatIsSuspendedStaysSo(String reader) throws IOException, InterruptedException {
    try (Program program = Program.ready(PYTHON, "-c", SPIN_UNTIL_TOLD);
        Hotclub hotclub = record(program, "--reader=" + reader, "--duration=3", "--idle")) {
      ProcessFiles files = new ProcessFiles(program.pid());
      awaitSampling(hotclub);
      kill("-STOP", program);
      String stacks = assertEnds(hotclub, "");
      assertThat(stacks).contains("spin (<string>");
      assertThat(files.state()).isEqualTo("T");
      kill("-CONT", program);
      program.tell("end");
      assertThat(program.process().waitFor()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "stop", "look"})
  void everyChildIsRecorded(String reader) throws IOException {
    Path script = folder.resolve("children.py");
    try (InputStream text = Objects.requireNonNull(getClass().getResourceAsStream("children.py"))) {
      Files.write(script, text.readAllBytes());
    }
    try (Program program = Program.ready(PYTHON, script.toString());
        Hotclub hotclub = record(program, "--reader=" + reader, "--subprocesses")) {
      awaitSampling(hotclub);
      program.tell("go");
      String[] children = program.line().split(" ");
      for (String child : children) {
        awaitWork(Integer.parseInt(child));
      }
      program.tell("enough");
      String stacks = assertEnds(hotclub, "has ended");
      assertThat(children).hasSize(3).allSatisfy(pid -> assertThat(stacks).contains(pid + ":"));
    }
  }

  @Test
  void aParentThatIsNoPythonIsFollowedToItsChildren() throws IOException {
    try (Program shell =
            Program.ready("sh", "-c", "\"$0\" -c \"$1\"; exit 0", PYTHON, SPIN_UNTIL_TOLD);
        Hotclub hotclub = record(shell, "--subprocesses")) {
      awaitSampling(hotclub);
      awaitWork(new ProcessFiles(shell.pid()).children().getFirst());
      shell.tell("end");
      assertThat(assertEnds(hotclub, "has ended")).contains("spin (<string>");
    }
  }

  @Test
  void aProgramIsRecordedFromItsFirstLinesAndItsStatusTold() throws IOException {
    String code = "import time\nend = time.time() + 2\nwhile time.time() < end: pass\nexit(3)";
    try (Hotclub hotclub =
        Hotclub.start("record", "-f", "raw", "-o", result(), "--", PYTHON, "-c", code)) {
      String stacks = assertEnds(hotclub, PYTHON + " ended with exit status 3");
      assertThat(stacks).contains("<module> (<string>:3) ");
    }
  }

  @Test
  void aProgramThatCannotStartIsNamed() throws IOException {
    Hotclub.Result result = Hotclub.run("record", "-o", result(), "--", "/no/such/program");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo("hotclub record: cannot start /no/such/program: No such file or directory\n");
  }

  @Test
  void aProgramThatEndsBeforePythonRunsSaysSo() throws IOException {
    Hotclub.Result result = Hotclub.run("record", "-o", result(), "--", "false");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "hotclub record: false ended with exit status 1 before any Python ran in it: there is"
                + " nothing to sample\n");
  }

  private String result() {
    return folder.resolve("result.txt").toString();
  }

  private Hotclub record(Program program, String... words) throws IOException {
    String[] all = new String[words.length + 5];
    all[0] = "record";
    all[1] = "--format=raw";
    all[2] = "--rate=200";
    all[3] = "--output=" + result();
    all[4] = "--pid=" + program.pid();
    System.arraycopy(words, 0, all, 5, words.length);
    return Hotclub.start(all);
  }

  private static void awaitSampling(Hotclub hotclub) throws IOException {
    while (!hotclub.errSoFar().contains("sampling ")) {
      assertThat(hotclub.process().isAlive()).as(hotclub.errSoFar()).isTrue();
      Thread.onSpinWait();
    }
  }

  /// Waits until a process has computed for two seconds: by then every reader has seen it.
  private static void awaitWork(int pid) {
    int utime = 11;
    ProcessFiles files = new ProcessFiles(pid);
    while (Long.parseLong(files.stat().get(utime)) < 200) {
      Thread.onSpinWait();
    }
  }

  /// What it wrote.
  private String assertEnds(Hotclub hotclub, String word) throws IOException {
    Hotclub.Result end = hotclub.result();
    assertThat(end.code()).as(end.err()).isZero();
    assertThat(end.err()).contains(word).doesNotContain("bug in hotclub");
    return Files.readString(Path.of(result()));
  }

  private static void kill(String signal, Program program)
      throws IOException, InterruptedException {
    String pid = Integer.toString(program.pid());
    assertThat(new ProcessBuilder("/bin/kill", signal, pid).start().waitFor()).isZero();
  }
}
