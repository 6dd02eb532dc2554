package dev.hotclub.remote.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.model.Frame;
import dev.hotclub.remote.memory.UnmappedAddress;
import dev.hotclub.testkit.Interpreter;
import dev.hotclub.testkit.Interpreters;
import dev.hotclub.testkit.LiveTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Over every interpreter on this machine: what is read from outside against what CPython says of
/// itself while its threads stand still.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LiveMatrixTest {
  /// A thread as CPython described it.
  private record Described(int nativeId, long pythonId, String name, List<String> frames) {}

  /// 3.6 keeps its lock and its collector's state in variables that only symbols tell of.
  private static final String NAMELESS = "headerless 3.6";

  private final Interpreters here = Interpreters.here();

  Stream<Interpreter> interpreters() {
    return here.present().stream();
  }

  @BeforeAll
  void sayWhichAreHere() {
    here.report().forEach(System.out::println);
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void readsWhatCPythonSaysOfItself(Interpreter interpreter)
      throws IOException, TargetGone, UnmappedAddress {
    try (LiveTarget target = LiveTarget.scenes(interpreter)) {
      target.awaitSleep();
      target.tell("report");
      target.hearUntil("reported");
      target.awaitSleep();
      try (PythonProcess process = PythonProcessTest.attach(target.pid())) {
        assertThat(target.said()).contains(versionLine(process.version()));
        Map<Long, Described> described = described(target.said());
        assertThat(described).hasSize(10);
        Map<Long, String> names = process.threadNames();
        Set<Long> met = new HashSet<>();
        List<String> inner = new ArrayList<>();
        for (PythonThread thread : process.threads()) {
          List<String> frames = frames(process, thread);
          if (thread.interpreterId() != 0) {
            inner.addAll(functions(frames));
            continue;
          }
          Described one = described.get(thread.pythonId());
          if (one != null) {
            met.add(thread.pythonId());
            assertThat(frames).as(one.name()).isEqualTo(one.frames());
            assertThat(names).containsEntry(thread.pythonId(), one.name());
            if (!one.name().startsWith("szene-0")) { // the subinterpreter's state has its id
              assertThat(thread.nativeId()).isEqualTo(one.nativeId());
            }
          }
        }
        assertThat(met).isEqualTo(described.keySet());
        if (target.said().contains("subinterpreter")) {
          assertThat(inner).containsExactly("inner", "outer", "<module>");
        }
      }
    }
  }

  Stream<Interpreter> wholeInterpreters() {
    return interpreters().filter(one -> !one.name().startsWith(NAMELESS));
  }

  @ParameterizedTest
  @MethodSource("wholeInterpreters")
  void seesTheCollectorRun(Interpreter interpreter) throws IOException {
    try (LiveTarget target = LiveTarget.scenes(interpreter);
        PythonProcess process = PythonProcessTest.attach(target.pid())) {
      target.awaitSleep();
      assertThat(process.collecting()).isFalse();
      target.tell("collect");
      target.hearUntil("collecting");
      boolean seen = false;
      for (int look = 0; look < 10_000_000 && !seen; look++) {
        seen = process.collecting();
      }
      assertThat(seen).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("wholeInterpreters")
  void tellsWhoHoldsTheLock(Interpreter interpreter) throws IOException, TargetGone {
    try (LiveTarget target = LiveTarget.scenes(interpreter);
        PythonProcess process = PythonProcessTest.attach(target.pid())) {
      target.awaitSleep();
      assertThat(process.gil().present()).isEqualTo(!process.version().freeThreaded());
      assertThat(process.gil().holder()).isZero();
      target.tell("spin");
      target.hearUntil("spinning");
      Set<Long> all = new HashSet<>();
      process.threads().forEach(thread -> all.add(thread.tstate()));
      Set<Long> holders = new HashSet<>();
      for (int look = 0; look < 10_000_000 && holders.size() < 3; look++) {
        long holder = process.gil().holder();
        if (holder != 0) {
          holders.add(holder);
        }
        if (process.version().freeThreaded() && look > 1000) {
          break;
        }
      }
      assertThat(all).containsAll(holders);
      assertThat(holders.size()).isGreaterThanOrEqualTo(process.version().freeThreaded() ? 0 : 3);
    }
  }

  private static String versionLine(PythonVersion version) {
    return "version\t%d.%d.%d\t%d"
        .formatted(
            version.major(), version.minor(), version.micro(), version.freeThreaded() ? 1 : 0);
  }

  private static Map<Long, Described> described(List<String> said) {
    Map<Long, Described> threads = new LinkedHashMap<>();
    List<String> frames = new ArrayList<>();
    for (String line : said) {
      String[] words = line.split("\t", 4);
      if (words[0].equals("thread")) {
        frames = new ArrayList<>();
        long id = Long.parseLong(words[2]);
        threads.put(id, new Described(Integer.parseInt(words[1]), id, words[3], frames));
      } else if (words[0].equals("frame")) {
        frames.add(line.substring("frame\t".length()));
      }
    }
    return threads;
  }

  private static List<String> functions(List<String> frames) {
    return frames.stream().map(frame -> frame.split("\t")[5]).toList();
  }

  private static List<String> frames(PythonProcess process, PythonThread thread)
      throws UnmappedAddress {
    return switch (process.parser().parse(process.look().read(thread))) {
      case StackRead.Complete complete -> {
        assertThat(complete.cut()).isFalse();
        yield complete.stack().frames().stream().map(LiveMatrixTest::words).toList();
      }
      case StackRead.Torn torn -> throw new AssertionError(torn.toString());
    };
  }

  private static String words(Frame frame) {
    return String.join(
        "\t",
        Integer.toString(frame.firstLine()),
        Integer.toString(frame.line()),
        Integer.toString(frame.endLine()),
        Integer.toString(frame.column()),
        Integer.toString(frame.endColumn()),
        frame.function(),
        frame.file());
  }
}
