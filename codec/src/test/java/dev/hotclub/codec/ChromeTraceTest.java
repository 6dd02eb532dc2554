package dev.hotclub.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.model.View;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Decoded by speedscope's reader of trace events and by the Firefox Profiler's.
final class ChromeTraceTest {
  @TempDir private Path folder;

  private Path written(View view) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ChromeTrace.write(Recordings.shop(), view, out);
    Path file = folder.resolve("shop.json");
    Files.write(file, out.toByteArray());
    return file;
  }

  @Test
  void drawsCallsForAsLongAsTheyWereSeen() throws Exception {
    List<String> lines = Parsers.node(folder, "speedscope.mjs", written(View.PLAIN));
    assertThat(lines.stream().map(ChromeTraceTest::withoutArguments))
        .containsExactly(
            "group shop.json",
            "profile pid 4711, tid 140001 microseconds 500000",
            "  300000 <module>;ProductView.get;QuerySet.__iter__",
            "  200000 <module>;ProductView.get;fib.<locals>.\"fib\";fib.<locals>.\"fib\";"
                + "fib.<locals>.\"fib\"",
            "profile pid 4711, tid 140002 microseconds 100000",
            "  100000 Thread.run;QuerySet.__iter__",
            "profile pid 4800, tid 140003 microseconds 50000",
            "  50000 <module>;ProductView.get");
  }

  private static String withoutArguments(String line) {
    return line.replaceAll(" \\{[^}]*} \\(undefined:undefined\\)", "");
  }

  @Test
  void endsEveryCallThatItBegins() throws Exception {
    String json = Files.readString(written(Views.idleToo()), StandardCharsets.UTF_8);
    assertThat(json.split("\"ph\":\"B\"", -1)).hasSameSizeAs(json.split("\"ph\":\"E\"", -1));
  }

  @Test
  void leavesIdleTimeEmptyUnlessItIsWanted() throws Exception {
    assertThat(Parsers.node(folder, "speedscope.mjs", written(Views.idleToo())))
        .contains("profile pid 4711, tid 140002 microseconds 500000");
  }

  @Test
  void isReadByTheFirefoxProfiler() throws Exception {
    assertThat(Parsers.node(folder, "gecko.mjs", written(View.PLAIN)))
        .filteredOn(line -> line.startsWith("thread "))
        .hasSize(3);
  }
}
