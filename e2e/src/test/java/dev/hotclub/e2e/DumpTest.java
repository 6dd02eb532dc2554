package dev.hotclub.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `hotclub dump` as a user sees it.
final class DumpTest {
  private static final String PYTHON = "/usr/bin/python3";

  private static final String ORDER =
      """
      import sys
      class Order:
          def __init__(self):
              self.id = 5
              self.lines = ["a", 2]
      def pay(order, *rest, currency="EUR"):
          secret = "correct " + "horse"
          total = 12.5
          print("ready", flush=True)
          sys.stdin.read()
      pay(Order(), 1, 2)
      """;

  private static String dump(int pid, String... options) throws IOException {
    Hotclub.Result result = dumpAnyway(pid, options);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    return result.out();
  }

  private static Hotclub.Result dumpAnyway(int pid, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("dump", "--pid", Integer.toString(pid)));
    words.addAll(List.of(options));
    return Hotclub.run(words.toArray(String[]::new));
  }

  @Test
  void valuesAreShownOnlyWhenAskedFor() throws IOException {
    try (Program program = Program.ready(PYTHON, "-c", ORDER)) {
      assertThat(dump(program.pid()))
          .contains("pay (<string>:10)")
          .doesNotContain("correct horse")
          .doesNotContain("Locals");
      assertThat(dump(program.pid(), "--json")).doesNotContain("correct horse");
    }
  }

  @Test
  void argumentsStandBeforeLocals() throws IOException {
    try (Program program = Program.ready(PYTHON, "-c", ORDER)) {
      assertThat(dump(program.pid(), "-l").replaceAll("0x[0-9a-f]+", "0x…"))
          .contains(
              """
              pay (<string>:10)
                      Arguments:
                          order: <Order at 0x…: id=5, lines=['a', 2]>
                          currency: 'EUR'
                          rest: (1, 2)
                      Locals:
                          secret: 'correct horse'
                          total: 12.5
              """);
    }
  }

  @Test
  void theJsonIsReadByPython() throws IOException {
    String check =
        """
        import json, sys
        (thread,) = json.load(sys.stdin)
        frame = thread["frames"][-2]
        local = {each["name"]: (each["arg"], each["repr"]) for each in frame["locals"]}
        print(thread["pid"], thread["exact"], thread["locals_exact"], frame["name"], frame["line"])
        print(local["currency"], local["total"], thread["process_info"]["python"][:2])
        """;
    try (Program program = Program.ready(PYTHON, "-c", ORDER)) {
      Process python = new ProcessBuilder(PYTHON, "-c", check).redirectErrorStream(true).start();
      python.outputWriter(StandardCharsets.UTF_8).write(dump(program.pid(), "-l", "--json"));
      python.outputWriter(StandardCharsets.UTF_8).close();
      assertThat(python.inputReader(StandardCharsets.UTF_8).lines())
          .containsExactly(
              program.pid() + " True True pay 10", "(True, \"'EUR'\") (False, '12.5') 3.");
    }
  }

  @Test
  void subprocessesAreATree() throws IOException {
    String master =
        """
        import os, sys, signal
        def grandchild():
            print("up", flush=True)
            signal.pause()
        def worker():
            if os.fork() == 0:
                grandchild()
            signal.pause()
        def master():
            for _ in range(2):
                if os.fork() == 0:
                    worker()
            signal.pause()
        master()
        """;
    try (Program program = Program.start(List.of("sh", "-c", PYTHON + " -c '" + master + "'; :"))) {
      assertThat(List.of(program.line(), program.line())).containsExactly("up", "up");
      String text = dump(program.pid(), "--subprocesses");
      // the shell is no Python and passed over
      assertThat(text.lines().filter(line -> line.contains("· python 3.")).map(DumpTest::indent))
          .containsExactly(2, 4, 6, 4, 6);
      assertThat(text.lines().filter(line -> line.endsWith("grandchild (<string>:4)"))).hasSize(2);
      assertThat(text).contains("python3 -c worker ");
    }
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  @Test
  void aHundredAndSixtyThreadsAreAllThere() throws IOException {
    String threads =
        """
        import threading, sys
        gate, up = threading.Event(), threading.Semaphore(0)
        def hold(number):
            up.release()
            gate.wait()
        for number in range(159):
            threading.Thread(target=hold, args=(number,), name="pool-%d" % number, daemon=True).start()
        for _ in range(159):
            up.acquire()
        print("ready", flush=True)
        sys.stdin.read()
        """;
    try (Program program = Program.ready(PYTHON, "-c", threads)) {
      String text = dump(program.pid(), "-l");
      assertThat(text).contains("exact: all 160 threads");
      assertThat(text.lines().filter(line -> line.startsWith("pool-"))).hasSize(159);
      assertThat(text.lines().filter(line -> line.strip().matches("number: \\d+"))).hasSize(159);
    }
  }

  @Test
  void aStoppedProcessIsReadAndCalledStopped() throws IOException {
    String halt =
        """
        import os, signal
        def halt():
            print("ready", flush=True)
            os.kill(os.getpid(), signal.SIGSTOP)
        halt()
        """;
    try (Program program = Program.ready(PYTHON, "-c", halt)) {
      awaitState(program.pid(), "T");
      assertThat(dump(program.pid()))
          .contains(") stopped, by a signal")
          .contains("halt (<string>:4)")
          .contains("\nexact");
      assertThat(state(program.pid())).isEqualTo("T");
    }
  }

  /// `vfork` keeps the parent in an uninterruptible sleep until its child ends or runs a program.
  @Test
  void anUninterruptibleProcessIsRead() throws IOException {
    String fork =
        """
        import ctypes, time
        def fork():
            if ctypes.PyDLL(None).vfork() == 0:
                print("ready", flush=True)
                time.sleep(1000)
        fork()
        """;
    try (Program program = Program.ready(PYTHON, "-c", fork)) {
      assertThat(state(program.pid())).isEqualTo("D");
      assertThat(dump(program.pid())).contains("fork (<string>:").contains("<module> (<string>:6)");
    }
  }

  @Test
  void aBusyThreadIsHeldForMicroseconds() throws IOException {
    String spin =
        """
        def spin(limit):
            number = 0
            print("ready", flush=True)
            while True:
                number += 1
        spin(7)
        """;
    try (Program program = Program.ready(PYTHON, "-c", spin)) {
      assertThat(dump(program.pid()))
          .contains("main thread (")
          .contains(") on CPU")
          .contains("spin (");
      assertThat(dump(program.pid(), "-l"))
          .contains("limit: 7")
          .contains("number: ")
          .contains("~ it ran on while its variables were read (--blocking holds it for that)");
      assertThat(dump(program.pid(), "-l", "--blocking"))
          .contains("limit: 7")
          .containsPattern("number: \\d+\n")
          .contains("\nexact")
          .doesNotContain("~");
      assertThat(dump(program.pid(), "--nonblocking")).contains("held for 0 µs");
    }
  }

  /// Each dump meets the program somewhere between its start and its next `exec`.
  @Test
  void aProgramThatIsReplacedAllTheTimeIsReadOrSaidToBeStarting() throws IOException {
    String again =
        """
        import os, sys
        sys.stdout.write("again\\n")
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable] + sys.orig_argv[1:])
        """;
    try (Program program = Program.ready(PYTHON, "-c", again)) {
      for (int i = 0; i < 12; i++) {
        Hotclub.Result result = dumpAnyway(program.pid(), "-l");
        String ignored = program.line();
        assertThat(result.code()).as(result.err()).isIn(0, 1);
        if (result.code() == 1) {
          assertThat(result.out()).isEmpty();
          assertThat(result.err().lines()).hasSize(1);
          assertThat(result.err()).startsWith("hotclub dump: process " + program.pid() + " ");
        }
      }
    }
  }

  @Test
  void aProgramThatEndsMeanwhileIsSaidToBeGone() throws IOException {
    for (int millis = 150; millis <= 400; millis += 50) {
      String end =
          "print('ready', flush=True); import time; time.sleep(%f)".formatted(millis / 1e3);
      try (Program program = Program.ready(PYTHON, "-c", end)) {
        Hotclub.Result result = dumpAnyway(program.pid());
        assertThat(result.code()).as(result.err()).isIn(0, 1);
        assertThat((result.out() + result.err()).lines()).isNotEmpty();
        assertThat(result.err().lines().count()).isEqualTo(result.code());
      }
    }
  }

  private static String state(int pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  }

  private static void awaitState(int pid, String wanted) throws IOException {
    while (!state(pid).equals(wanted)) {
      Thread.onSpinWait();
    }
  }
}
