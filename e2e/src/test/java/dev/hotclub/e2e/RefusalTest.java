package dev.hotclub.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What cannot be looked into: one line that says what to do, nothing on standard output, exit code
/// 1.
final class RefusalTest {
  /// Debian's, which every user may run and read.
  private static final String PYTHON = "/usr/bin/python3";

  /// The uid and gid of `nobody`.
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");

  private static final List<String> WITHOUT_PTRACE =
      List.of("setpriv", "--bounding-set", "-sys_ptrace");

  private static final String UNDUMPABLE =
      "import ctypes; ctypes.CDLL(None).prctl(4, 0, 0, 0, 0); " + Program.WAIT;

  @ParameterizedTest
  @ValueSource(strings = {"dump", "record", "top"})
  void noProcessHasThePid(String command) throws IOException {
    // above the largest that the kernel gives out (PID_MAX_LIMIT)
    assertThat(refused(command, List.of(), 4_194_305))
        .startsWith("no process has pid 4194305: ")
        .contains("pgrep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dump", "record", "top"})
  void anotherProgramIsNamed(String command) throws IOException {
    try (Program program = Program.ready("sh", "-c", "echo ready; read x")) {
      assertThat(refused(command, List.of(), program.pid()))
          .startsWith("process " + program.pid() + " is not a CPython process (it runs /")
          .contains("give the pid of a Python process");
    }
  }

  @Test
  void aKernelThreadIsNotPython() throws IOException {
    assumeThat(Path.of("/proc/2/cmdline")).as("kernel threads are hidden in containers").exists();
    assumeThat(Files.readString(Path.of("/proc/2/comm"))).isEqualTo("kthreadd\n");
    assertThat(refused("dump", List.of(), 2))
        .isEqualTo(
            "process 2 is a thread of the kernel (kthreadd): give the pid of a Python process");
  }

  @Test
  void aZombieHasNothingToRead() throws IOException {
    String parent =
        """
        import os, sys
        child = os.fork()
        if child == 0: os._exit(0)
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        print(child, flush=True)
        sys.stdin.read()
        """;
    try (Program program = Program.start(List.of(PYTHON, "-c", parent))) {
      int zombie = Integer.parseInt(program.line());
      assertThat(refused("dump", List.of(), zombie)).startsWith("process " + zombie + " has ended");
    }
  }

  @Test
  void pythonTwoIsTooOld() throws IOException {
    Path python = Path.of(System.getProperty("user.home"), ".pyenv/versions/2.7.18/bin/python2.7");
    assumeThat(python).exists();
    try (Program program = Program.ready(python.toString(), "-c", Program.WAIT)) {
      assertThat(refused("dump", List.of(), program.pid()))
          .contains("runs CPython 2.7")
          .contains("3.6 to 3.15");
    }
  }

  @Test
  void theProcessOfRootIsForRoot() throws IOException {
    assumeRoot();
    try (Program program = Program.ready(PYTHON, "-c", Program.WAIT)) {
      assertThat(refused("dump", AS_NOBODY, program.pid()))
          .contains("(owned by root; you are nobody)")
          .endsWith("run it as root: sudo hotclub dump --pid " + program.pid());
      assertThat(refused("record", AS_NOBODY, program.pid()))
          .endsWith("run it as root: sudo hotclub record --pid " + program.pid());
    }
  }

  @Test
  void rootWithoutTheCapabilityLearnsWhichToAdd() throws IOException {
    assumeRoot();
    try (Program program = asNobody(Program.WAIT)) {
      assertThat(refused("dump", WITHOUT_PTRACE, program.pid()))
          .contains("owned by nobody; you are root without CAP_SYS_PTRACE")
          .contains("--cap-add SYS_PTRACE");
    }
  }

  @Test
  void rootWithoutTheCapabilityCannotReadRootWithIt() throws IOException {
    assumeRoot();
    try (Program program = Program.ready(PYTHON, "-c", Program.WAIT)) {
      assertThat(refused("dump", WITHOUT_PTRACE, program.pid()))
          .contains("it has capabilities that you lack");
    }
  }

  @Test
  void anUndumpableProcessSaysSo() throws IOException {
    assumeRoot();
    try (Program program = asNobody(UNDUMPABLE)) {
      assertThat(refused("dump", AS_NOBODY, program.pid()))
          .contains("PR_SET_DUMPABLE=0")
          .contains("run it as root: sudo hotclub dump");
    }
  }

  @Test
  void rootReadsAnUndumpableProcess() throws IOException {
    assumeRoot();
    try (Program program = asNobody(UNDUMPABLE)) {
      Hotclub.Result result = Hotclub.run("dump", "--pid", Integer.toString(program.pid()));
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).contains("<module> (<string>:1)");
    }
  }

  @Test
  void everybodyReadsTheirOwn() throws IOException {
    assumeRoot();
    try (Program program = asNobody(Program.WAIT)) {
      Hotclub.Result result =
          Hotclub.runBehind(AS_NOBODY, "dump", "--pid", Integer.toString(program.pid()));
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).contains("<module> (<string>:1)");
      assertThat(result.code()).isZero();
    }
  }

  @Test
  void aPidMustBeANumber() throws IOException {
    for (String pid : new String[] {"abc", "-1", "0", "99999999999"}) {
      Hotclub.Result result = Hotclub.run("dump", "--pid", pid);
      assertThat(result.code()).as(pid).isEqualTo(2);
      assertThat(result.err()).contains("--pid").contains(pid);
    }
  }

  private static Program asNobody(String code) throws IOException {
    List<String> command = new ArrayList<>(AS_NOBODY);
    command.addAll(List.of(PYTHON, "-c", code));
    return Program.ready(command.toArray(String[]::new));
  }

  /// The one line without the command's name.
  private static String refused(String command, List<String> prefix, int pid) throws IOException {
    List<String> words = new ArrayList<>(List.of(command, "--pid", Integer.toString(pid)));
    if (!command.equals("dump")) {
      words.addAll(List.of("--duration", "1"));
    }
    if (command.equals("top")) {
      words.add("--json");
    }
    if (command.equals("record")) {
      words.addAll(Arrays.asList("--output", "-"));
    }
    Hotclub.Result result = Hotclub.runBehind(prefix, words.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).startsWith("hotclub " + command + ": ").doesNotEndWith(".\n");
    return result.err().strip().substring(("hotclub " + command + ": ").length());
  }

  private static void assumeRoot() {
    assumeThat(System.getProperty("user.name"))
        .as("only root becomes another user")
        .isEqualTo("root");
  }
}
