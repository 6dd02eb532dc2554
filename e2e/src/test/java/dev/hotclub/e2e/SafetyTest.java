package dev.hotclub.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hotclub.remote.process.ProcessFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is done to it, a process that is recorded gets every signal once, none of its system
/// calls ends early, and it goes on when we are killed.
@Timeout(300)
final class SafetyTest {
  private static final boolean FULL = Boolean.getBoolean("hotclub.full");
  private static final int KILLS = FULL ? 200 : 20;
  private static final String PYTHON = "/usr/bin/python3";
  private static final Path STORM =
      Path.of("../remote/src/test/resources/dev/hotclub/remote/ptrace/storm.c");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"--blocking", "--reader=kernel", "--nonblocking"})
  void aStormOfSignalsArrivesWhole(String reader) throws IOException {
    Path result = folder.resolve("storm.hc");
    try (Program storm = storm();
        Hotclub hotclub = record(storm, reader, result, FULL ? "60" : "3")) {
      Hotclub.Result end = hotclub.result();
      assertThat(end.code()).as(end.err()).isZero();
      assertThat(end.err()).contains(" samples, ").doesNotContain(" 0 samples");
      assertThat(result).isNotEmptyFile();
      storm.tell("enough");
      Map<String, Long> felt = felt(storm);
      System.out.println(end.err().lines().skip(1).findFirst().orElse("") + " " + felt);
      assertUnharmed(felt);
    }
  }

  @Test
  void killedAtAnyInstantItLeavesTheTargetRunning() throws IOException, InterruptedException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (Program storm = storm()) {
      for (int kill = 0; kill < KILLS; kill++) {
        try (Hotclub hotclub = record(storm, "--blocking", folder.resolve("killed.hc"), "60")) {
          while (!hotclub.errSoFar().contains("sampling ")) {
            assertThat(hotclub.process().isAlive()).as(hotclub.errSoFar()).isTrue();
            Thread.onSpinWait();
          }
          spin(random.nextInt(50_000_000));
          int ignored = hotclub.process().destroyForcibly().waitFor();
        }
        assertThat(new ProcessFiles(storm.pid()).tasks())
            .as("seed %d, kill %d", seed, kill)
            .hasSizeGreaterThan(8)
            .allSatisfy(tid -> assertThat(new ProcessFiles(tid).tracer()).isZero())
            .allSatisfy(
                tid -> assertThat(new ProcessFiles(tid).state()).isNotIn("t", "T", "Z", ""));
      }
      storm.tell("enough");
      Map<String, Long> felt = felt(storm);
      assertSignalsArrived(felt);
      // a call that we interrupted and did not live to mend returns EINTR, as it does at any signal
      assertThat(felt.get("early")).isLessThanOrEqualTo(KILLS);
    }
  }

  @Test
  void nonblockingMakesNoCallOfPtrace() throws IOException {
    assumeThat(Path.of("/usr/bin/strace")).exists();
    try (Program program =
        Program.ready(PYTHON, "-c", "print('ready', flush=True)\nwhile 1: pass")) {
      assertThat(ptraceCalls(program, "--nonblocking")).isEmpty();
      assertThat(ptraceCalls(program, "--blocking")).isNotEmpty();
    }
  }

  private List<String> ptraceCalls(Program program, String reader) throws IOException {
    Path calls = folder.resolve("calls");
    Hotclub.Result result =
        Hotclub.runBehind(
            List.of("strace", "-f", "--seccomp-bpf", "-e", "trace=ptrace", "-o", calls.toString()),
            "record",
            reader,
            "--duration=1",
            "--output=" + folder.resolve("traced.hc"),
            "--pid=" + program.pid());
    assertThat(result.code()).as(result.err()).isZero();
    try (var lines = Files.lines(calls)) {
      return lines.filter(line -> line.contains("ptrace(")).limit(10).toList();
    }
  }

  @Test
  void aTargetThatIsTracedAlreadyIsReadAndItsTracerNamed() throws IOException {
    assumeThat(Path.of("/usr/bin/strace")).exists();
    try (Program program =
            Program.ready(PYTHON, "-c", "print('ready', flush=True)\nwhile 1: pass");
        Program strace =
            Program.start(
                List.of("strace", "-e", "trace=none", "-o", "/dev/null", "-p", pid(program)))) {
      ProcessFiles files = new ProcessFiles(program.pid());
      while (files.tracer() == 0) {
        assertThat(strace.process().isAlive()).isTrue();
        Thread.onSpinWait();
      }
      Path result = folder.resolve("traced.hc");
      Hotclub.Result end =
          Hotclub.run("record", "--blocking", "-d1", "-o", result.toString(), "-p", pid(program));
      assertThat(end.code()).as(end.err()).isZero();
      assertThat(end.err()).contains("traced by " + strace.pid() + " (strace ");
      assertThat(result).isNotEmptyFile();
      assertThat(files.tracer()).isEqualTo(strace.pid());
    }
  }

  private static String pid(Program program) {
    return Integer.toString(program.pid());
  }

  private static Hotclub record(Program storm, String reader, Path result, String seconds)
      throws IOException {
    return Hotclub.start(
        "record",
        reader,
        "--rate=1000",
        "--duration=" + seconds,
        "--output=" + result,
        "--pid=" + storm.pid());
  }

  private Program storm() throws IOException {
    Path library = folder.resolve("storm.so");
    Path script = folder.resolve("storm.py");
    assumeThat(Path.of("/usr/bin/gcc")).exists();
    try (Program gcc =
        Program.start(
            List.of(
                "gcc",
                "-O1",
                "-pthread",
                "-shared",
                "-fPIC",
                "-Dstatic=",
                "-Dmain=storm",
                "-o",
                library.toString(),
                STORM.toString()))) {
      assertThat(gcc.process().waitFor()).isZero();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    try (InputStream text =
        Objects.requireNonNull(SafetyTest.class.getResourceAsStream("storm.py"))) {
      Files.write(script, text.readAllBytes());
    }
    Program storm = Program.ready(PYTHON, script.toString(), library.toString(), "0");
    assertThat(storm.line()).isEqualTo("ready");
    return storm;
  }

  /// The "name value" lines until "end".
  private static Map<String, Long> felt(Program storm) throws IOException {
    Map<String, Long> numbers = new HashMap<>();
    for (String line = storm.line(); !line.equals("end"); line = storm.line()) {
      String[] words = line.split(" ");
      numbers.put(words[0], Long.parseLong(words[1]));
    }
    return numbers;
  }

  private static void assertUnharmed(Map<String, Long> felt) {
    assertSignalsArrived(felt);
    assertThat(felt).containsEntry("early", 0L);
  }

  private static void assertSignalsArrived(Map<String, Long> felt) {
    assertThat(felt.get("received0")).isEqualTo(felt.get("queued")).isPositive();
    assertThat(felt.get("received1")).isEqualTo(felt.get("queued"));
    assertThat(felt).containsEntry("lost", 0L);
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
