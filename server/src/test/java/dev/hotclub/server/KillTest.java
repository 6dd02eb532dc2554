package dev.hotclub.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.hotclub.model.trace.TraceId;
import dev.hotclub.store.Filter;
import dev.hotclub.store.Range;
import dev.hotclub.store.StoreSettings;
import dev.hotclub.store.UnitQuery;
import dev.hotclub.store.UnitRow;
import dev.hotclub.store.duckdb.DuckDbStore;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed at any moment loses nothing that it answered for, and counts nothing
/// twice.
final class KillTest {
  private static final int ROUNDS = Boolean.getBoolean("hotclub.full") ? 200 : 20;
  private static final int SENDERS = 3;

  @TempDir private Path folder;

  private final AtomicLong ids = new AtomicLong();
  private final Set<Long> answered = Collections.synchronizedSet(new HashSet<>());
  private final Set<Long> sent = Collections.synchronizedSet(new HashSet<>());

  /// Half of the traces come whole from hotclub-django, half in two pieces, the queries before the
  /// request.
  @Test
  void nothingAnsweredIsLostAndNothingIsCountedTwice() throws Exception {
    long seed = Long.getLong("hotclub.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      try (ServerProcess server = ServerProcess.start(folder)) {
        AtomicBoolean running = new AtomicBoolean(true);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
          senders.add(Thread.ofPlatform().start(() -> send(server.port(), running)));
        }
        // any moment will do, early ones included
        Thread.sleep(random.nextInt(round % 4 == 0 ? 3_500 : 600));
        server.kill();
        running.set(false);
        for (Thread sender : senders) {
          sender.join();
        }
      }
    }
    finish();
    check(seed);
  }

  /// Concludes what is left, as the next server does.
  private void finish() throws Exception {
    try (ServerProcess last = ServerProcess.start(folder)) {
      assertThat(last.stop()).isIn(0, 143);
    }
  }

  private void check(long seed) throws IOException {
    Range all =
        new Range(
            Instant.now().minus(Duration.ofHours(2)), Instant.now().plus(Duration.ofHours(1)));
    try (DuckDbStore store =
        DuckDbStore.open(folder.resolve("hotclub.duckdb"), StoreSettings.DEFAULT)) {
      List<Long> counted = new ArrayList<>();
      for (int skip = 0; ; skip += 1_000) {
        List<UnitRow> rows = store.units(page(all, skip));
        rows.forEach(row -> counted.add(row.trace().low()));
        rows.forEach(row ->
            assertThat(row.queries()).as("seed %d, trace %s", seed, row.trace()).isEqualTo(2));
        if (rows.size() < 1_000) {
          break;
        }
      }
      assertThat(counted).as("seed %d", seed).doesNotHaveDuplicates();
      assertThat(answered).as("seed %d", seed).isNotEmpty();
      assertThat(counted).as("seed %d", seed).containsAll(answered);
      assertThat(sent).as("seed %d", seed).containsAll(counted);
      for (long id : List.copyOf(answered).subList(0, Math.min(20, answered.size()))) {
        assertThat(store.trace(new TraceId(7, id)).orElseThrow().spans())
            .as("seed %d", seed)
            .hasSize(3);
      }
      double tallied =
          store.operations(all, Filter.ANY, "", Duration.ofDays(1)).stream()
              .mapToDouble(row -> row.units())
              .sum();
      assertThat(tallied).as("seed %d", seed).isEqualTo(counted.size());
    }
  }

  private static UnitQuery page(Range range, int skip) {
    return new UnitQuery(
        range,
        Filter.ANY,
        "",
        "",
        "",
        "",
        0,
        999,
        0,
        0,
        0,
        UnitQuery.Failed.ANY,
        UnitQuery.Order.RECENT,
        1_000,
        skip);
  }

  private void send(int port, AtomicBoolean running) {
    URI address = URI.create("http://127.0.0.1:" + port + "/v1/traces");
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      while (running.get()) {
        long id = ids.incrementAndGet();
        sent.add(id);
        boolean own = id % 2 == 0;
        boolean kept =
            own
                ? post(
                    client,
                    address,
                    request("hotclub-django", query(id, 2), query(id, 3), root(id)))
                : post(client, address, request("opentelemetry", query(id, 2), query(id, 3)))
                    && post(client, address, request("opentelemetry", root(id)));
        if (kept) {
          answered.add(id);
        }
      }
    } catch (IOException killed) {
      // what was not answered may be there or not
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean post(HttpClient client, URI address, ExportTraceServiceRequest message)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(20))
            .header("content-type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(message.toByteArray()))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  private static ExportTraceServiceRequest request(String sender, Span... spans) {
    ResourceSpans.Builder resource = ResourceSpans.newBuilder();
    resource
        .getResourceBuilder()
        .addAttributes(text("service.name", "s"))
        .addAttributes(text("telemetry.sdk.name", sender));
    ScopeSpans.Builder scope = resource.addScopeSpansBuilder();
    for (Span span : spans) {
      scope.addSpans(span);
    }
    return ExportTraceServiceRequest.newBuilder().addResourceSpans(resource).build();
  }

  private static Span root(long trace) {
    return span(trace, 1)
        .setKind(Span.SpanKind.SPAN_KIND_SERVER)
        .addAttributes(text("http.request.method", "GET"))
        .addAttributes(text("http.route", "books/"))
        .build();
  }

  private static Span query(long trace, long id) {
    return span(trace, id)
        .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
        .setParentSpanId(id(8, 0, 1))
        .addAttributes(text("db.system.name", "sqlite"))
        .addAttributes(text("db.query.text", "SELECT " + id))
        .build();
  }

  private static Span.Builder span(long trace, long id) {
    Instant now = Instant.now();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    return Span.newBuilder()
        .setTraceId(id(16, 7, trace))
        .setSpanId(id(8, 0, id))
        .setName("x")
        .setStartTimeUnixNano(nanos)
        .setEndTimeUnixNano(nanos + 1_000_000);
  }

  private static ByteString id(int size, long high, long low) {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    if (size == 16) {
      bytes.putLong(high);
    }
    return ByteString.copyFrom(bytes.putLong(low).array());
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
