package dev.hotclub.remote.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.remote.memory.ProcessMemory;
import dev.hotclub.remote.memory.Snapshot;
import dev.hotclub.remote.memory.UnmappedAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Live, over every interpreter that is installed: real memory, in which now and then a word is
/// wrong, as in a process that changes while it is read. Nothing is thrown but what is declared,
/// and all comes to an end.
final class MutatedProcessTest {
  private static final int ROUNDS = 12;

  static Stream<Path> interpreters() {
    return PythonTarget.interpreters();
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void aProcessThatLiesIsReadToTheEnd(Path python) throws IOException, TargetGone, UnmappedAddress {
    try (PythonTarget target = PythonTarget.start(python, "values.py");
        PythonProcess process = PythonProcessTest.attach(target.pid());
        Arena arena = Arena.ofConfined()) {
      ProcessMemory memory = new ProcessMemory(target.pid(), arena);
      Snapshot snapshot = process.look().read(process.threads().getLast());
      int readable = 0;
      for (long seed = 0; seed < ROUNDS; seed++) {
        int oneIn = seed % 2 == 0 ? 100 : 2000;
        try {
          readable += read(process, new MutatedMemory(memory, seed, oneIn), snapshot, arena);
        } catch (RuntimeException | Error undeclared) {
          throw new AssertionError("seed " + seed, undeclared);
        }
      }
      assertThat(readable).as("variables that could still be read").isGreaterThan(100);
    }
  }

  /// @return variables that could be read
  private static int read(
      PythonProcess process, MutatedMemory memory, Snapshot snapshot, Arena arena)
      throws IOException {
    Layout layout = process.layout();
    Peek peek = new Peek(memory, arena);
    assertThat(new InterpreterFinder(process.files(), peek).find()).isNotNull();
    assertThat(
            new StackParser(layout, new CodeObjects(peek, layout, UnaryOperator.identity(), arena))
                .parse(snapshot))
        .isNotNull();
    int readable = 0;
    for (var frame : new LocalsReader(memory, layout, arena).read(snapshot, ValueLimits.LONG)) {
      for (LocalVariable variable : frame) {
        assertThat(variable.text().length()).isLessThanOrEqualTo(ValueLimits.LONG.characters());
        readable += variable.text().equals(Values.UNREADABLE) ? 0 : 1;
      }
    }
    return readable;
  }
}
