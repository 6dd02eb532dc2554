package dev.hotclub.remote.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.remote.memory.Snapshot;
import dev.hotclub.remote.memory.UnmappedAddress;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Live, over every interpreter that is installed.
final class PythonProcessTest {
  static Stream<Path> interpreters() {
    return PythonTarget.interpreters();
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void findsTheVersion(Path python) throws IOException, TargetGone {
    try (PythonTarget target = PythonTarget.start(python, "standing.py", "3", "0");
        PythonProcess process = attach(target.pid())) {
      assertThat(python.toString()).contains("/" + process.version() + "/");
      assertThat(process.info().command()).endsWith("3", "0");
    }
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void knowsEveryThreadByItsKernelId(Path python) throws IOException, TargetGone {
    try (PythonTarget target = PythonTarget.start(python, "standing.py", "3", "4");
        PythonProcess process = attach(target.pid())) {
      List<String> known = new ArrayList<>();
      for (PythonThread thread : process.threads()) {
        known.add(thread.nativeId() + " " + thread.pythonId() + " " + thread.interpreterId());
      }
      List<String> said = new ArrayList<>();
      for (String line : target.said()) {
        String[] fields = line.split(" ");
        said.add(fields[1] + " " + fields[2] + " 0");
      }
      assertThat(said).hasSize(5);
      assertThat(known).containsExactlyInAnyOrderElementsOf(said);
    }
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void copiesWholeStacks(Path python) throws IOException, TargetGone, UnmappedAddress {
    for (int depth : new int[] {0, 3, 60, 400}) {
      try (PythonTarget target =
              PythonTarget.start(python, "standing.py", Integer.toString(depth), "1");
          PythonProcess process = attach(target.pid())) {
        List<String> descents = Collections.nCopies(depth + 1, "descend");
        for (PythonThread thread : process.threads()) {
          for (int again = 0; again < 3; again++) {
            Snapshot snapshot = process.look().read(thread);
            assertThat(snapshot.cut()).isFalse();
            List<String> names = functions(process, snapshot);
            boolean main = thread.nativeId() == target.pid();
            List<String> expected = new ArrayList<>();
            expected.add(main ? "wait" : "hold");
            expected.addAll(descents);
            expected.addAll(
                main
                    ? List.of("main", "<module>")
                    : List.of("worker", "run", "_bootstrap_inner", "_bootstrap"));
            assertThat(names).isEqualTo(expected);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void seesTheCollectorRun(Path python) throws IOException {
    try (PythonTarget target = PythonTarget.start(python, "standing.py", "1", "0");
        PythonProcess process = attach(target.pid())) {
      assertThat(process.collecting()).isFalse();
      target.tell("collect");
      target.hearUntil("collecting");
      boolean seen = false;
      for (int look = 0; look < 1_000_000 && !seen; look++) {
        seen = process.collecting();
      }
      assertThat(seen).isTrue();
    }
  }

  static PythonProcess attach(int pid) {
    return switch (PythonProcess.attach(pid)) {
      case Attach.Attached(PythonProcess process) -> process;
      case Attach.Failed(AttachFailure why) -> throw new AssertionError(why.message());
    };
  }

  /// Names of a copied stack's functions, read in the plainest way, so that no parser is needed.
  private static List<String> functions(PythonProcess process, Snapshot snapshot)
      throws UnmappedAddress {
    Layout layout = process.layout();
    List<String> names = new ArrayList<>();
    long frame = snapshot.frame();
    while (frame != 0) {
      long at = snapshot.find(frame, layout.frame().size());
      assertThat(at).as("frame %x was copied", frame).isNotNegative();
      boolean ofPython =
          layout.frame().owner() < 0
              || !process.version().atLeast(3, 12)
              || snapshot.bytes().get(ValueLayout.JAVA_BYTE, at + layout.frame().owner())
                  < layout.frame().cStackOwner();
      if (ofPython) {
        long code =
            snapshot.bytes().get(ValueLayout.JAVA_LONG_UNALIGNED, at + layout.frame().code()) & -8;
        long name = process.peek().word(code + layout.code().name());
        int length = (int) process.peek().word(name + layout.offsets().at("string.length"));
        byte[] text = process.peek().bytes(name + layout.offsets().at("string.asciiData"), length);
        names.add(new String(text, StandardCharsets.US_ASCII));
      }
      frame = snapshot.bytes().get(ValueLayout.JAVA_LONG_UNALIGNED, at + layout.frame().previous());
    }
    return names;
  }
}
