package dev.hotclub.remote.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.remote.memory.UnmappedAddress;
import dev.hotclub.testkit.Interpreter;
import dev.hotclub.testkit.Interpreters;
import dev.hotclub.testkit.LiveTarget;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Live, over every interpreter that is installed: against what the target says of itself.
final class LocalsReaderTest {
  /// Everything of a value that the target made itself, but no longer than it says.
  private static final ValueLimits ENOUGH = new ValueLimits(4096, 6, 32);

  static Stream<Interpreter> interpreters() {
    String only = System.getProperty("hotclub.interpreter", "");
    return Interpreters.here().present().stream().filter(one -> one.name().contains(only));
  }

  private static LiveTarget target(Interpreter interpreter, List<String> arguments)
      throws IOException {
    try (InputStream script =
        Objects.requireNonNull(LocalsReaderTest.class.getResourceAsStream("values.py"))) {
      return LiveTarget.start(interpreter, "values.py", script.readAllBytes(), arguments);
    }
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void readsEveryKindOfValueAsPythonWritesIt(Interpreter interpreter)
      throws IOException, TargetGone, UnmappedAddress {
    for (List<String> arguments : List.of(List.<String>of(), List.of("dict"))) {
      try (LiveTarget target = target(interpreter, arguments);
          PythonProcess process = PythonProcessTest.attach(target.pid())) {
        Map<String, String> read = new LinkedHashMap<>();
        for (LocalVariable variable : frames(process, ENOUGH).getFirst()) {
          boolean argument = variable.role() == LocalVariable.Role.ARGUMENT;
          read.put((argument ? "!" : "") + variable.name(), variable.text());
        }
        Map<String, String> said = new LinkedHashMap<>();
        for (String line : target.said()) {
          int tab = line.indexOf('\t');
          if (tab >= 0) { // uWSGI says more
            said.put(line.substring(0, tab), line.substring(tab + 1));
          }
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

  @Test
  void saysWhatIsLeftOut() throws IOException, TargetGone, UnmappedAddress {
    try (LiveTarget target = target(Interpreters.here().present().getFirst(), List.of());
        PythonProcess process = PythonProcessTest.attach(target.pid())) {
      Map<String, String> few = texts(frames(process, new ValueLimits(64, 2, 3)));
      assertThat(few)
          .containsEntry("long_list", "[5, 6, 7, … 37 more]")
          .containsEntry("nested", "[1, [2, (…)], {'k': […]}]")
          .containsEntry("loop", "[1, [...]]")
          .containsEntry("mixed", "{1: 'one', None: 2, (1, 2): 3, … 1 more}")
          .containsEntry("emptied", "{0, 4, 5, … 4 more}");
      Map<String, String> little = texts(frames(process, new ValueLimits(10, 6, 32)));
      assertThat(little)
          .containsEntry("big", "515377520…")
          .containsEntry("third", "0.3333333…")
          .containsEntry("mapping", "{'a': 1, …");
      assertThat(little.values()).allSatisfy(text -> assertThat(text).hasSizeLessThan(11));
    }
  }

  private static Map<String, String> texts(List<List<LocalVariable>> frames) {
    Map<String, String> texts = new LinkedHashMap<>();
    frames.getFirst().forEach(variable -> texts.put(variable.name(), variable.text()));
    return texts;
  }

  private static List<List<LocalVariable>> frames(PythonProcess process, ValueLimits limits)
      throws TargetGone, UnmappedAddress {
    PythonThread main = process.threads().getLast();
    return process.locals().read(process.look().read(main), limits);
  }
}
