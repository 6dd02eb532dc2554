package dev.hotclub.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.model.View;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Decoded by the official classes of OpenTelemetry.
final class OtlpTest {
  @TempDir private Path folder;

  private List<String> decoded(View view) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Otlp.write(Recordings.shop(), view, out);
    Path file = folder.resolve("shop.otlp");
    Files.write(file, out.toByteArray());
    return Parsers.python(List.of(Parsers.venvPython()), folder, "read_otlp.py", file);
  }

  @Test
  void hasAResourceForEachProcessAndAProfileForEachKindOfValue() throws Exception {
    String main = "ProductView.get (/srv/shop/views.py:30:41);<module> (/srv/shop/manage.py:1:22)";
    String query =
        "QuerySet.__iter__"
            + " (/srv/venv/lib/python3.12/site-packages/django/db/models/query.py:380:400)";
    String fib = "fib.<locals>.\"fib\" (/srv/shop/fïb.py:7:9);";
    String quality =
        "quality hotclub.reader=stop hotclub.samples.approximate=2 hotclub.samples.cut=0"
            + " hotclub.samples.exact=64 hotclub.samples.late=0 hotclub.samples.lost=3";
    assertThat(decoded(View.PLAIN))
        .containsExactly(
            "resource 4711 ['python', 'manage.py'] 3.12.1",
            "scope hotclub 0.1.0",
            "profile wall nanoseconds 1772366400500000000 500000000 10000000",
            quality,
            "  300000000 hotclub.state=running thread.id=4711 thread.name=MainThread "
                + query
                + ";"
                + main,
            "  100000000 hotclub.state=running thread.id=4712 thread.name=worker-1 "
                + query
                + ";Thread.run (/usr/lib/python3.12/threading.py:999:1010)",
            "  200000000 hotclub.state=running thread.id=4711 thread.name=MainThread "
                + fib.repeat(3)
                + main,
            "profile samples count 1772366400500000000 500000000 10000000",
            quality,
            "  30 hotclub.state=running thread.id=4711 thread.name=MainThread "
                + query
                + ";"
                + main,
            "  10 hotclub.state=running thread.id=4712 thread.name=worker-1 "
                + query
                + ";Thread.run (/usr/lib/python3.12/threading.py:999:1010)",
            "  20 hotclub.state=running thread.id=4711 thread.name=MainThread "
                + fib.repeat(3)
                + main,
            "resource 4800 ['python', '-c', 'x'] 3.12.1",
            "scope hotclub 0.1.0",
            "profile wall nanoseconds 1772366400500000000 500000000 10000000",
            quality,
            "  50000000 hotclub.state=running thread.id=4800 thread.name=MainThread " + main,
            "profile samples count 1772366400500000000 500000000 10000000",
            quality,
            "  5 hotclub.state=running thread.id=4800 thread.name=MainThread " + main);
  }

  @Test
  void keepsWhyAThreadWaitedAndForWhom() throws Exception {
    assertThat(decoded(Views.idleToo()))
        .anySatisfy(line ->
            assertThat(line)
                .startsWith(
                    "  400000000 hotclub.state=waiting: socket route=/products/ thread.id=4712"));
  }
}
