package dev.hotclub.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.store.ErrorRow;
import dev.hotclub.store.Filter;
import dev.hotclub.store.Range;
import dev.hotclub.store.StoreSettings;
import dev.hotclub.store.UnitQuery;
import dev.hotclub.store.UnitRow;
import dev.hotclub.store.duckdb.DuckDbStore;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `opentelemetry-instrument python manage.py runserver --noreload`, as PyPI has it, of a Django
/// site that knows nothing of Hotclub. The environment is made by `scripts/venv`.
final class OpenTelemetryClientTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void aSiteThatIsInstrumentedByOpenTelemetryFillsTheSamePages(String protocol) throws Exception {
    try (ServerProcess server = ServerProcess.start(folder)) {
      int port = freePort();
      Process site = site(protocol, server.port(), port);
      try {
        awaitSite(port);
        for (int i = 0; i < 5; i++) {
          assertThat(get(port, "/shelves/" + i + "/")).isEqualTo(200);
        }
        assertThat(get(port, "/broken/")).isEqualTo(500);
      } finally {
        // as Ctrl-C: the exporter sends what it has before the process ends
        new ProcessBuilder("kill", "-INT", Long.toString(site.pid())).start().waitFor();
        assertThat(site.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(server.stop()).isIn(0, 143);
    }
    check();
  }

  private void check() throws IOException {
    Range range =
        new Range(
            Instant.now().minus(Duration.ofHours(1)), Instant.now().plus(Duration.ofHours(1)));
    try (DuckDbStore store =
        DuckDbStore.open(folder.resolve("hotclub.duckdb"), StoreSettings.DEFAULT)) {
      List<UnitRow> units = store.units(UnitQuery.recent(range, Filter.ANY));
      assertThat(units)
          .filteredOn(unit -> unit.operation().equals("GET shelves/<int:number>/"))
          .hasSizeGreaterThanOrEqualTo(5)
          .allSatisfy(unit -> {
            assertThat(unit.queries()).isEqualTo(4);
            assertThat(unit.similar()).isEqualTo(3);
            assertThat(unit.request().status()).isEqualTo(200);
            assertThat(unit.resource().service()).isEqualTo("library");
          });
      assertThat(store.errors(range, Filter.ANY, ""))
          .extracting(ErrorRow::type)
          .contains("ValueError");
    }
  }

  private Process site(String protocol, int serverPort, int port) throws Exception {
    Path project = Path.of("src/test/python").toAbsolutePath();
    Path root = Path.of("..").toAbsolutePath().normalize();
    Process making =
        new ProcessBuilder(
                root.resolve("scripts/venv").toString(),
                "otel",
                project.resolve("requirements.txt").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String venv = making.inputReader().readLine();
    assertThat(making.waitFor()).isZero();
    Path database = folder.resolve("site.sqlite3");
    Process creating =
        new ProcessBuilder(
                venv + "/bin/python",
                "-c",
                "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('CREATE TABLE book (id INTEGER PRIMARY KEY, shelf INTEGER)')",
                database.toString())
            .inheritIO()
            .start();
    assertThat(creating.waitFor()).isZero();
    ProcessBuilder builder =
        new ProcessBuilder(
                venv + "/bin/opentelemetry-instrument",
                venv + "/bin/python",
                "manage.py",
                "runserver",
                "--noreload",
                Integer.toString(port))
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("site.log").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + serverPort,
                "OTEL_EXPORTER_OTLP_PROTOCOL",
                protocol,
                "OTEL_SERVICE_NAME",
                "library",
                "DJANGO_SETTINGS_MODULE",
                "site_settings",
                "SITE_DATABASE",
                database.toString()));
    return builder.start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitSite(int port) throws Exception {
    Path log = folder.resolve("site.log");
    Instant latest = Instant.now().plus(Duration.ofSeconds(60));
    while (Instant.now().isBefore(latest)) {
      try {
        get(port, "/shelves/0/");
        return;
      } catch (IOException notYet) {
        Thread.sleep(200);
      }
    }
    throw new AssertionError("the site does not start: " + Files.readString(log));
  }

  private static int get(int port, String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
