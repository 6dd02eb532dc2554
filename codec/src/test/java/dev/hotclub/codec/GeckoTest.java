package dev.hotclub.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.model.View;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Decoded by the Firefox Profiler's own command line, which loads a profile as its page does.
final class GeckoTest {
  @TempDir private Path folder;

  private List<String> loaded(View view) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Gecko.write(Recordings.shop(), view, out);
    Path file = folder.resolve("shop.gecko.json");
    Files.write(file, out.toByteArray());
    return Parsers.node(folder, "gecko.mjs", file);
  }

  @Test
  void hasEveryBusyThreadWithItsProcessorTimeAndCallTree() throws Exception {
    assertThat(loaded(View.PLAIN).stream().filter(line -> !line.startsWith("meta ")))
        .containsExactly(
            "thread MainThread pid 4711 tid 4711 cpu 500",
            "  30 <module>;ProductView.get;QuerySet.__iter__",
            "  20 <module>;ProductView.get;fib.<locals>.\"fib\";fib.<locals>.\"fib\";"
                + "fib.<locals>.\"fib\"",
            "thread worker-1 pid 4711 tid 4712 cpu 100",
            "  10 Thread.run;QuerySet.__iter__",
            "thread MainThread pid 4800 tid 4800 cpu 50",
            "  5 <module>;ProductView.get");
  }

  @Test
  void aWaitWeighsWhatItLastedAndTakesNoProcessorTime() throws Exception {
    assertThat(loaded(Views.idleToo()))
        .containsSequence(
            "thread worker-1 pid 4711 tid 4712 cpu 100", "  50 Thread.run;QuerySet.__iter__");
  }

  @Test
  void saysWhatWasMissed() throws Exception {
    assertThat(loaded(View.PLAIN))
        .contains(
            "meta Imported from: hotclub 0.1.0",
            "meta Reader: stop",
            "meta Exact samples: 64",
            "meta Approximate samples: 2",
            "meta Lost samples: 3");
  }
}
