package dev.hotclub.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.model.View;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Loaded by the `pstats` module of every Python on this machine.
final class PstatsTest {
  @TempDir private Path folder;

  @TestFactory
  List<DynamicTest> pstatsHasOwnAndCumulativeTimeWithRecursionCountedOnce() throws Exception {
    Path file = folder.resolve("shop.pstats");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Pstats.write(Recordings.shop(), View.PLAIN, out);
    Files.write(file, out.toByteArray());
    return Parsers.pythons().stream()
        .map(python -> DynamicTest.dynamicTest(python.toString(), () -> loads(python, file)))
        .toList();
  }

  private void loads(Path python, Path file) throws Exception {
    String module = "/srv/shop/manage.py:1(<module>)";
    String view = "/srv/shop/views.py:30(ProductView.get)";
    String fib = "/srv/shop/fïb.py:7(fib.<locals>.\"fib\")";
    String query =
        "/srv/venv/lib/python3.12/site-packages/django/db/models/query.py:380(QuerySet.__iter__)";
    String run = "/usr/lib/python3.12/threading.py:999(Thread.run)";
    List<Object> command = List.of("env", "PYTHONIOENCODING=utf-8", python);
    assertThat(Parsers.python(command, folder, "read_pstats.py", file))
        .containsExactly(
            "calls 220 primitive 180 seconds 0.650000",
            fib + " 20 60 0.200000 0.200000",
            "  " + fib + " 20 40 0.200000 0.200000",
            "  " + view + " 20 20 0.000000 0.200000",
            module + " 55 55 0.000000 0.550000",
            view + " 55 55 0.050000 0.550000",
            "  " + module + " 55 55 0.050000 0.550000",
            query + " 40 40 0.400000 0.400000",
            "  " + view + " 30 30 0.300000 0.300000",
            "  " + run + " 10 10 0.100000 0.100000",
            run + " 10 10 0.000000 0.100000");
  }
}
