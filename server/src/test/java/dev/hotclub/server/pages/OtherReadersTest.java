package dev.hotclub.server.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What we say in other people's formats is read by other people's programs.
final class OtherReadersTest {
  /// Validates the document, then each answer against the schema that the document has for it.
  private static final String OPENAPI =
      """
      import json, sys
      from jsonschema import Draft202012Validator
      from openapi_spec_validator import validate
      document = json.load(open(sys.argv[1]))
      validate(document)
      for pair in sys.argv[2:]:
          path, name = pair.split("=", 1)
          schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
          whole = dict(schema, components=document["components"])
          Draft202012Validator(whole).validate(json.load(open(name)))
      print("valid", len(document["paths"]), len(sys.argv) - 2)
      """;

  private static final String PROMETHEUS =
      """
      import sys
      from prometheus_client.parser import text_string_to_metric_families
      families = {f.name: f for f in text_string_to_metric_families(open(sys.argv[1]).read())}
      quantiles = [s for s in families["hotclub_endpoint_duration_seconds"].samples
                   if s.labels["endpoint"] == "GET books/" and s.labels["quantile"] == "0.99"]
      print(families["hotclub_spans"].type, len(quantiles), 0.1 < quantiles[0].value < 1)
      """;

  private static String get(ShopServer server, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Authorization", "Bearer " + ShopServer.READER)
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static String python(Path folder, String program, String... arguments)
      throws IOException, InterruptedException {
    String venv = System.getenv("HOTCLUB_TEST_VENV");
    assumeTrue(venv != null, "HOTCLUB_TEST_VENV names no environment (scripts/venv makes one)");
    java.util.List<String> command = new java.util.ArrayList<>();
    command.add(venv + "/bin/python");
    command.add(Files.writeString(folder.resolve("program.py"), program).toString());
    command.addAll(java.util.List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said.strip();
  }

  @Test
  void theDocumentIsValidOpenApiAndTheAnswersAreAsItSays(@TempDir Path folder) throws Exception {
    try (ShopServer server = ShopServer.filled(folder)) {
      String trace = Shop.LIST_TRACE.toString();
      String[][] asked = {
        {"/api/v1/overview", "/api/v1/overview?vs=before"},
        {"/api/v1/endpoint", "/api/v1/endpoint?op=POST+orders/&last=6h"},
        {"/api/v1/requests", "/api/v1/requests"},
        {"/api/v1/request/{trace}", "/api/v1/request/" + trace},
        {"/api/v1/request/{trace}/{unit}", "/api/v1/request/" + trace + "/0000000000000001"},
        {"/api/v1/queries", "/api/v1/queries"},
        {"/api/v1/findings", "/api/v1/findings"},
        {"/api/v1/finding/{id}", "/api/v1/finding/a1b2c3d4e5f60718"},
        {"/api/v1/errors", "/api/v1/errors?last=6h"},
        {"/api/v1/store", "/api/v1/store"}
      };
      String[] arguments = new String[asked.length + 1];
      arguments[0] =
          Files.writeString(folder.resolve("openapi.json"), get(server, "/api/v1/openapi.json"))
              .toString();
      for (int i = 0; i < asked.length; i++) {
        Path file =
            Files.writeString(folder.resolve("answer" + i + ".json"), get(server, asked[i][1]));
        arguments[i + 1] = asked[i][0] + "=" + file;
      }
      assertThat(python(folder, OPENAPI, arguments))
          .isEqualTo("valid " + Addresses.ALL.size() + " " + asked.length);
    }
  }

  @Test
  void prometheusReadsTheMetrics(@TempDir Path folder) throws Exception {
    try (ShopServer server = ShopServer.filled(folder)) {
      Path file = Files.writeString(folder.resolve("metrics.txt"), get(server, "/metrics"));
      assertThat(python(folder, PROMETHEUS, file.toString())).isEqualTo("counter 1 True");
    }
  }
}
