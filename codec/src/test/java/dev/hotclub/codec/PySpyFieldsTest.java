package dev.hotclub.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The JSON of py-spy's formats has the same fields with the same types as py-spy's own, recorded
/// here and now.
final class PySpyFieldsTest {
  @TempDir private Path folder;

  @Test
  void speedscopeHasTheFieldsThatPySpyWrites() throws Exception {
    Path ours = folder.resolve("ours.json");
    try (OutputStream out = Files.newOutputStream(ours)) {
      Speedscope.write(Recordings.shop(), Views.apart(), out);
    }
    compare("speedscope", ours);
  }

  @Test
  void chrometraceHasTheFieldsThatPySpyWrites() throws Exception {
    Path ours = folder.resolve("ours.json");
    try (OutputStream out = Files.newOutputStream(ours)) {
      ChromeTrace.write(Recordings.shop(), Views.apart(), out);
    }
    compare("chrometrace", ours);
  }

  private void compare(String format, Path ours) throws Exception {
    Path python = Parsers.venvPython();
    Path peer = python.resolveSibling("py-spy");
    assumeTrue(Files.isExecutable(peer), "py-spy is not in " + python.getParent());
    Path theirs = folder.resolve("theirs.json");
    Path target = folder.resolve("spin.py");
    try (InputStream text = Objects.requireNonNull(getClass().getResourceAsStream("spin.py"))) {
      Files.write(target, text.readAllBytes());
    }
    Process process = new ProcessBuilder(python.toString(), target.toString()).start();
    try {
      assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
      Parsers.run(
          List.of(
              peer,
              "record",
              "-p",
              process.pid(),
              "-d",
              1,
              "-f",
              format,
              "-t",
              "-s",
              "-o",
              theirs));
    } finally {
      process.destroyForcibly();
    }
    String shapes =
        String.join("\n", Parsers.python(List.of(python), folder, "shape.py", ours, theirs));
    List<String> files = List.of(shapes.substring("file\n".length()).split("\nfile\n"));
    assertThat(files.getFirst().lines())
        .containsExactlyElementsOf(files.getLast().lines().toList());
  }
}
