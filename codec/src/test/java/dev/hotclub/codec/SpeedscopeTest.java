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

/// Decoded by the importer of speedscope's release.
final class SpeedscopeTest {
  @TempDir private Path folder;

  private List<String> imported(View view) throws Exception {
    Path file = folder.resolve("shop.speedscope.json");
    Files.writeString(file, written(view));
    return Parsers.node(folder, "speedscope.mjs", file);
  }

  private static String written(View view) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Speedscope.write(Recordings.shop(), view, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void showsAProfileForEachThreadThatWasBusy() throws Exception {
    assertThat(imported(View.PLAIN))
        .containsExactly(
            "group hotclub 0.1.0: 100 samples/s, stop reader, 64 exact, 2 approximate, 3 lost",
            "profile Thread 4711 \"MainThread\" seconds 0.5",
            "  0.3 <module> (/srv/shop/manage.py:22);ProductView.get (/srv/shop/views.py:41);"
                + "QuerySet.__iter__"
                + " (/srv/venv/lib/python3.12/site-packages/django/db/models/query.py:400)",
            "  0.2 <module> (/srv/shop/manage.py:22);ProductView.get (/srv/shop/views.py:41);"
                + "fib.<locals>.\"fib\" (/srv/shop/fïb.py:9);fib.<locals>.\"fib\" (/srv/shop/fïb.py:9);"
                + "fib.<locals>.\"fib\" (/srv/shop/fïb.py:9)",
            "profile Thread 4712 \"worker-1\" seconds 0.1",
            "  0.1 Thread.run (/usr/lib/python3.12/threading.py:1010);QuerySet.__iter__"
                + " (/srv/venv/lib/python3.12/site-packages/django/db/models/query.py:400)",
            "profile Thread 4800 \"MainThread\" seconds 0.05",
            "  0.05 <module> (/srv/shop/manage.py:22);ProductView.get (/srv/shop/views.py:41)");
  }

  @Test
  void countsATimedWaitWholeWhenIdleThreadsAreWanted() throws Exception {
    assertThat(imported(Views.idleToo())).contains("profile Thread 4712 \"worker-1\" seconds 0.5");
  }

  @Test
  void namesThreadsAndProcessesAsOutermostFramesWhenTheyStandApart() throws Exception {
    assertThat(imported(Views.apart()))
        .contains(
            "profile Process 4800 Thread 4800 \"MainThread\" seconds 0.05",
            "  0.05 process 4711:\"python manage.py\" (:0);process 4800:\"python -c x\" (:0);"
                + "thread (4800): MainThread (:0);"
                + "<module> (/srv/shop/manage.py:22);ProductView.get (/srv/shop/views.py:41)");
  }

  @Test
  void showsFirstLinesWhenFunctionsAreWantedAndNoneWhenLinesAreNot() throws Exception {
    assertThat(imported(Views.detail(View.Detail.FIRST_LINES)))
        .anySatisfy(line -> assertThat(line).contains("ProductView.get (/srv/shop/views.py:30)"));
    assertThat(written(Views.detail(View.Detail.FUNCTIONS)))
        .contains(
            "{\"name\":\"ProductView.get\",\"file\":\"/srv/shop/views.py\",\"line\":null,\"col\":null}");
  }
}
