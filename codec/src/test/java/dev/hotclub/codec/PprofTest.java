package dev.hotclub.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.model.View;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Decoded by `go tool pprof` and by speedscope's reader of pprof files.
final class PprofTest {
  @TempDir private Path folder;

  private Path written(View view) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Pprof.write(Recordings.shop(), view, out);
    Path file = folder.resolve("shop.pb.gz");
    Files.write(file, out.toByteArray());
    return file;
  }

  private List<String> pprof(View view, String... options) throws Exception {
    List<Object> command = new java.util.ArrayList<>(List.of(Parsers.go(), "tool", "pprof"));
    command.addAll(List.of(options));
    command.add(written(view));
    return Parsers.run(command).stream().map(line -> line.strip().replaceAll(" +", " ")).toList();
  }

  @Test
  void topShowsWallTimeOfFunctions() throws Exception {
    assertThat(pprof(View.PLAIN, "-top"))
        .contains(
            "File: python",
            "Type: wall",
            "hotclub 0.1.0: 100 samples/s, stop reader, 64 exact, 2 approximate, 3 lost",
            "Duration: 500ms, Total samples = 650ms (130.00%)",
            "400ms 61.54% 61.54% 400ms 61.54% QuerySet.__iter__",
            "200ms 30.77% 92.31% 200ms 30.77% fib.<locals>.\"fib\"",
            "50ms 7.69% 100% 550ms 84.62% ProductView.get",
            "0 0% 100% 550ms 84.62% <module>",
            "0 0% 100% 100ms 15.38% Thread.run");
  }

  @Test
  void topShowsSamplesWhenAsked() throws Exception {
    assertThat(pprof(View.PLAIN, "-top", "-sample_index=samples"))
        .contains("Type: samples", "40 61.54% 61.54% 40 61.54% QuerySet.__iter__");
  }

  @Test
  void samplesAreLabelledByThreadProcessStateAndTags() throws Exception {
    assertThat(pprof(Views.idleToo(), "-tags"))
        .contains(
            "route: Total 400ms of 1.05s (38.10%)",
            "400ms (38.10%): /products/",
            "550ms (52.38%): MainThread",
            "500ms (47.62%): worker-1",
            "50ms ( 4.76%): 4800",
            "400ms (38.10%): waiting: socket",
            "650ms (61.90%): running");
  }

  @Test
  void functionsKnowTheirFirstLineAndLocationsTheirLine() throws Exception {
    assertThat(pprof(View.PLAIN, "-raw"))
        .anySatisfy(
            line -> assertThat(line).endsWith("ProductView.get /srv/shop/views.py:41:0 s=30()"));
  }

  @Test
  void isReadBySpeedscope() throws Exception {
    assertThat(Parsers.node(folder, "speedscope.mjs", written(View.PLAIN)))
        .contains("profile shop.pb.gz nanoseconds 650000000");
  }
}
