package dev.hotclub.remote.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Live, over every interpreter that is installed: against what the target says of itself.
final class LocalsReaderTest {
  /// Everything of a value that the target made itself, but no longer than it says.
  private static final ValueLimits ENOUGH = new ValueLimits(4096, 6, 32);

  static Stream<Path> interpreters() {
    return PythonTarget.interpreters();
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void readsEveryKindOfValueAsPythonWritesIt(Path python)
      throws IOException, TargetGone, UnmappedAddress {
    for (String[] arguments : new String[][] {{}, {"with a dict for the instance"}}) {
      try (PythonTarget target = PythonTarget.start(python, "values.py", arguments);
          PythonProcess process = PythonProcessTest.attach(target.pid())) {
        Map<String, String> read = new LinkedHashMap<>();
        for (LocalVariable variable : frames(process).getFirst()) {
          boolean argument = variable.role() == LocalVariable.Role.ARGUMENT;
          read.put((argument ? "!" : "") + variable.name(), variable.text());
        }
        Map<String, String> said = new LinkedHashMap<>();
        for (String line : target.said()) {
          int tab = line.indexOf('\t');
          said.put(line.substring(0, tab), line.substring(tab + 1));
        }
        assertThat(said).hasSizeGreaterThan(60);
        assertThat(read.keySet().stream().limit(5))
            .containsExactlyElementsOf(said.keySet().stream().limit(5).toList());
        read.remove("i");
        assertThat(read.remove("inner")).startsWith("<function stand.<locals>.inner at 0x");
        Map<String, String> wrong = new LinkedHashMap<>(read);
        wrong.entrySet().removeAll(said.entrySet());
        assertThat(wrong).isEmpty();
        assertThat(read.keySet()).containsExactlyInAnyOrderElementsOf(said.keySet());
      }
    }
  }

  private static List<List<LocalVariable>> frames(PythonProcess process)
      throws TargetGone, UnmappedAddress {
    PythonThread main = process.threads().getLast();
    return process.locals().read(process.look().read(main), ENOUGH);
  }
}
