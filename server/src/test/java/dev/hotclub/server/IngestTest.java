package dev.hotclub.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.store.Filter;
import dev.hotclub.store.Range;
import dev.hotclub.store.StoreSettings;
import dev.hotclub.store.UnitQuery;
import dev.hotclub.store.UnitRow;
import dev.hotclub.store.duckdb.DuckDbStore;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OTLP over HTTP, as good and as bad senders speak it.
final class IngestTest {
  @TempDir private Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private HttpResponse<byte[]> post(
      ServerProcess server, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static byte[] json(String traceId, long seconds) {
    return """
    {"resourceSpans":[{"resource":{"attributes":[
      {"key":"service.name","value":{"stringValue":"shop"}},
      {"key":"telemetry.sdk.name","value":{"stringValue":"hotclub-django"}}]},
     "scopeSpans":[{"spans":[{"traceId":"%s","spanId":"b7ad6b7169203331","name":"GET books/","kind":2,
      "startTimeUnixNano":"%d000000000","endTimeUnixNano":"%d050000000","attributes":[
       {"key":"http.request.method","value":{"stringValue":"GET"}},
       {"key":"http.route","value":{"stringValue":"books/"}}]}]}]}]}
    """
        .formatted(traceId, seconds, seconds)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static Range now() {
    return new Range(
        Instant.now().minus(Duration.ofHours(1)), Instant.now().plus(Duration.ofHours(1)));
  }

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @Test
  void hostileMessagesAreRefusedAndTheServerGoesOn() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder)) {
      String[] protobuf = {"content-type", "application/x-protobuf"};
      assertThat(
              post(server, "/v1/traces", "xyz".getBytes(StandardCharsets.UTF_8), protobuf)
                  .statusCode())
          .isEqualTo(400);
      assertThat(post(server, "/v1/traces", new byte[0], "content-type", "text/plain").statusCode())
          .isEqualTo(415);
      byte[] bomb = gzip(new byte[300_000_000]);
      assertThat(
              post(
                      server,
                      "/v1/traces",
                      bomb,
                      "content-type",
                      "application/x-protobuf",
                      "content-encoding",
                      "gzip")
                  .statusCode())
          .isEqualTo(413);
      assertThat(post(server, "/v1/traces", new byte[20 << 20], protobuf).statusCode())
          .isEqualTo(413);
      assertThat(
              post(
                      server,
                      "/v1/traces",
                      new byte[100],
                      "content-type",
                      "application/x-protobuf",
                      "content-encoding",
                      "gzip")
                  .statusCode())
          .isEqualTo(400);
      byte[] deep = ("{\"a\":" + "[".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8);
      assertThat(post(server, "/v1/traces", deep, "content-type", "application/json").statusCode())
          .isEqualTo(400);
      HttpResponse<byte[]> good =
          post(
              server,
              "/v1/traces",
              gzip(json(TRACE, Instant.now().getEpochSecond())),
              "content-type",
              "application/json",
              "content-encoding",
              "gzip");
      assertThat(good.statusCode()).isEqualTo(200);
      assertThat(new String(good.body(), StandardCharsets.UTF_8)).startsWith("{}");
      HttpResponse<byte[]> past =
          post(server, "/v1/traces", json(TRACE, 5), "content-type", "application/json");
      assertThat(past.statusCode()).isEqualTo(200);
      assertThat(new String(past.body(), StandardCharsets.UTF_8))
          .contains("\"rejectedSpans\":\"1\"");
      assertThat(server.stop()).isIn(0, 143);
    }
    try (DuckDbStore store =
        DuckDbStore.open(folder.resolve("hotclub.duckdb"), StoreSettings.DEFAULT)) {
      assertThat(store.units(UnitQuery.recent(now(), Filter.ANY)))
          .singleElement()
          .extracting(UnitRow::operation)
          .isEqualTo("GET books/");
    }
  }

  @Test
  void aTokenIsAskedForWhereOneIsSet() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder, "--ingest-token", "sesame")) {
      byte[] none = new byte[0];
      String type = "application/x-protobuf";
      assertThat(post(server, "/v1/traces", none, "content-type", type).statusCode())
          .isEqualTo(401);
      assertThat(
              post(
                      server,
                      "/v1/traces",
                      none,
                      "content-type",
                      type,
                      "authorization",
                      "Bearer sesam")
                  .statusCode())
          .isEqualTo(401);
      HttpResponse<byte[]> right =
          post(server, "/v1/traces", none, "content-type", type, "authorization", "Bearer sesame");
      assertThat(right.statusCode()).isEqualTo(200);
      assertThat(ExportTraceServiceResponse.parseFrom(right.body()))
          .isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
    }
  }

  @Test
  void histogramsOfAServiceWithoutSpansBecomeItsOperations() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder)) {
      long nanos = Instant.now().getEpochSecond() * 1_000_000_000L;
      HistogramDataPoint.Builder point =
          HistogramDataPoint.newBuilder()
              .setStartTimeUnixNano(nanos - 60_000_000_000L)
              .setTimeUnixNano(nanos)
              .setCount(10)
              .setSum(1.5)
              .addAllExplicitBounds(List.of(0.1, 0.2, 0.4))
              .addAllBucketCounts(List.of(0L, 8L, 2L, 0L))
              .addAttributes(text("http.request.method", "GET"))
              .addAttributes(text("http.route", "books/"));
      ExportMetricsServiceRequest.Builder message = ExportMetricsServiceRequest.newBuilder();
      message
          .addResourceMetricsBuilder()
          .addScopeMetricsBuilder()
          .addMetricsBuilder()
          .setName("http.server.request.duration")
          .setUnit("s")
          .getHistogramBuilder()
          .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
          .addDataPoints(point);
      message
          .getResourceMetricsBuilder(0)
          .getResourceBuilder()
          .addAttributes(text("service.name", "other"));
      byte[] bytes = message.build().toByteArray();
      assertThat(
              post(server, "/v1/metrics", bytes, "content-type", "application/x-protobuf")
                  .statusCode())
          .isEqualTo(200);
      server.stop();
    }
    try (DuckDbStore store =
        DuckDbStore.open(folder.resolve("hotclub.duckdb"), StoreSettings.DEFAULT)) {
      assertThat(store.operations(now(), Filter.ANY, "", Duration.ofDays(1)))
          .singleElement()
          .satisfies(row -> {
            assertThat(row.operation()).isEqualTo("GET books/");
            assertThat(row.units()).isEqualTo(10);
            assertThat(row.nanos()).isEqualTo(1.5e9);
            assertThat(row.durations().quantile(0.5)).isBetween(0.1e9, 0.2e9);
            assertThat(row.error()).isGreaterThan(0.3);
          });
    }
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
