package dev.hotclub.bench;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Messages as hotclub-django sends them (`docs/traces.md`), 512 spans each: requests with a list
/// query, twenty lookups of one relation, two cache calls. Made once; before each sending the ids
/// and times are written anew into the bytes.
final class Traffic {
  static final int SPANS = 512;

  private static final int SPANS_A_REQUEST = 32;
  private static final int ROUTES = 40;

  private final byte[] bytes;
  private final List<Integer> idPlaces = new ArrayList<>();
  private final List<Integer> timePlaces = new ArrayList<>();
  private final List<Integer> tracePlaces = new ArrayList<>();
  private final Random random;

  Traffic(long seed) {
    random = new Random(seed);
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (int i = 0; i < SPANS / SPANS_A_REQUEST; i++) {
      request(scope, i);
    }
    bytes =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder().setResource(resource()).addScopeSpans(scope))
            .build()
            .toByteArray();
    find();
  }

  private static Resource resource() {
    return Resource.newBuilder()
        .addAttributes(text("service.name", "shop"))
        .addAttributes(text("service.version", "2026.11"))
        .addAttributes(text("deployment.environment.name", "production"))
        .addAttributes(text("host.name", "web-1"))
        .addAttributes(number("process.pid", 4711))
        .addAttributes(text("telemetry.sdk.name", "hotclub-django"))
        .addAttributes(text("process.runtime.name", "CPython"))
        .addAttributes(text("process.runtime.version", "3.13.0"))
        .build();
  }

  /// Ids and times are marks that are found again in the bytes.
  private void request(ScopeSpans.Builder scope, int index) {
    int route = random.nextInt(ROUTES);
    byte[] trace = mark(16, 0xA0, index);
    byte[] root = mark(8, 0xB0, index * SPANS_A_REQUEST);
    scope.addSpans(
        span(
                trace,
                root,
                Span.SpanKind.SPAN_KIND_SERVER,
                "GET shop/section" + route + "/<int:pk>/",
                60_000_000)
            .addAttributes(text("http.request.method", "GET"))
            .addAttributes(text("http.route", "shop/section" + route + "/<int:pk>/"))
            .addAttributes(number("http.response.status_code", 200))
            .addAttributes(number("http.response.body.size", 10_000 + random.nextInt(9_000)))
            .addAttributes(text("url.path", "/shop/section" + route + "/?/"))
            .addAttributes(text("hotclub.view", "shop.views.Section" + route))
            .addAttributes(number("hotclub.queue_ns", random.nextInt(2_000_000)))
            .addAttributes(real("hotclub.weight", 1)));
    byte[] rowKeys = new byte[8 * 40];
    random.nextBytes(rowKeys);
    for (int i = 1; i < SPANS_A_REQUEST; i++) {
      byte[] id = mark(8, 0xB0, index * SPANS_A_REQUEST + i);
      Span.Builder span =
          span(
                  trace,
                  id,
                  Span.SpanKind.SPAN_KIND_CLIENT,
                  "SELECT",
                  200_000 + random.nextInt(3_000_000))
              .setParentSpanId(ByteString.copyFrom(root));
      scope.addSpans(i % 16 == 15 ? cache(span, route) : query(span, route, i, rowKeys));
    }
  }

  private Span.Builder query(Span.Builder span, int route, int i, byte[] rowKeys) {
    boolean list = i == 1;
    boolean lookup = !list && i < 24;
    String table = "shop_model" + (lookup ? route : (route + i) % ROUTES);
    String text =
        list
            ? "SELECT \"t\".\"id\", \"t\".\"title\", \"t\".\"price\", \"t\".\"author_id\", \"t\".\"created\" FROM \""
                + table
                + "\" \"t\" WHERE (\"t\".\"section_id\" = %s AND \"t\".\"published\") ORDER BY \"t\".\"created\" DESC LIMIT 20"
            : "SELECT \""
                + table
                + "\".\"id\", \""
                + table
                + "\".\"name\", \""
                + table
                + "\".\"country_id\" FROM \""
                + table
                + "\" WHERE \""
                + table
                + "\".\"id\" = %s LIMIT 21";
    byte[] parameter = new byte[8];
    random.nextBytes(parameter);
    span.addAttributes(text("db.system.name", "postgresql"))
        .addAttributes(text("db.namespace", "shop"))
        .addAttributes(text("db.query.text", text))
        .addAttributes(text("db.query.summary", "SELECT " + table))
        .addAttributes(text("db.operation.name", "SELECT"))
        .addAttributes(number("db.response.returned_rows", list ? 20 : 1))
        .addAttributes(text("hotclub.db.alias", "default"))
        .addAttributes(number("hotclub.db.execute_ns", 150_000 + random.nextInt(100_000)))
        .addAttributes(bytes("hotclub.db.parameters", parameter))
        .addAttributes(text("hotclub.orm.kind", list ? "list" : "forward_fk"))
        .addAttributes(text("hotclub.orm.model", "shop.Model" + route))
        .addAttributes(text("code.file.path", "/srv/shop/views/section" + route + ".py"))
        .addAttributes(number("code.line.number", 20 + i / 24))
        .addAttributes(number("code.column.number", 12))
        .addAttributes(text("code.function.name", "Section.get_context"))
        .addAttributes(
            text(
                "hotclub.stack",
                "/srv/shop/views/section"
                    + route
                    + ".py\t20\t12\tSection.get_context\n/srv/shop/base.py\t88\t8\tBase.get"))
        .addAttributes(
            text(
                "hotclub.orm.made",
                "/srv/shop/views/section" + route + ".py\t17\t20\tSection.get_context"));
    if (list) {
      span.addAttributes(text("hotclub.db.key_columns", "shop.Book.id,shop.Book.author"))
          .addAttributes(bytes("hotclub.db.keys", rowKeys));
    } else {
      span.addAttributes(text("hotclub.orm.relation", "shop.Book.author" + route));
    }
    return span;
  }

  private Span.Builder cache(Span.Builder span, int route) {
    byte[] key = new byte[8];
    random.nextBytes(key);
    return span.setName("cache get")
        .addAttributes(text("hotclub.cache.backend", "redis"))
        .addAttributes(text("hotclub.cache.operation", "get"))
        .addAttributes(text("hotclub.cache.key", "section:" + route + ":?"))
        .addAttributes(bytes("hotclub.cache.keys", key))
        .addAttributes(number("hotclub.cache.hits", 1))
        .addAttributes(number("hotclub.cache.misses", 0))
        .addAttributes(number("hotclub.cache.bytes", 100 + random.nextInt(2_000)))
        .addAttributes(text("code.file.path", "/srv/shop/cache.py"))
        .addAttributes(number("code.line.number", 31))
        .addAttributes(number("code.column.number", 8))
        .addAttributes(text("code.function.name", "cached"))
        .addAttributes(text("server.address", "cache-1"))
        .addAttributes(number("server.port", 6379))
        .addAttributes(
            text(
                "hotclub.stack",
                "/srv/shop/cache.py\t31\t8\tcached\n/srv/shop/base.py\t90\t8\tBase.get"))
        .addAttributes(text("network.transport", "tcp"));
  }

  private static byte[] mark(int size, int kind, int index) {
    ByteBuffer mark = ByteBuffer.allocate(size);
    while (mark.remaining() > 4) {
      mark.putInt(0xFEED0000 | kind);
    }
    return mark.putInt(0xABCD0000 + index).array();
  }

  private static Span.Builder span(
      byte[] trace, byte[] id, Span.SpanKind kind, String name, long nanos) {
    return Span.newBuilder()
        .setTraceId(ByteString.copyFrom(trace))
        .setSpanId(ByteString.copyFrom(id))
        .setName(name)
        .setKind(kind)
        .setFlags(0x101)
        .setStartTimeUnixNano(MARK_TIME)
        .setEndTimeUnixNano(MARK_TIME + nanos);
  }

  private static final long MARK_TIME = 0x1234_5678_0000_0000L;

  /// Where ids and times stand.
  private void find() {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    for (int i = 0; i + 16 <= bytes.length; i++) {
      if (buffer.getInt(i) == 0xFEED00A0
          && buffer.getInt(i + 4) == 0xFEED00A0
          && buffer.getInt(i + 8) == 0xFEED00A0) {
        tracePlaces.add(i);
        i += 15;
      } else if (buffer.getInt(i) == 0xFEED00B0) {
        idPlaces.add(i);
        i += 7;
      } else if ((bytes[i] == 0x39 || bytes[i] == 0x41) && i + 9 <= bytes.length) {
        long time = buffer.order(ByteOrder.LITTLE_ENDIAN).getLong(i + 1);
        buffer.order(ByteOrder.BIG_ENDIAN);
        if (time >>> 32 == MARK_TIME >>> 32) {
          timePlaces.add(i + 1);
        }
      }
    }
  }

  /// The message with ids that were never sent, of now.
  byte[] next(long nowNanos) {
    byte[] message = bytes.clone();
    ByteBuffer buffer = ByteBuffer.wrap(message);
    long first = random.nextLong();
    long second = random.nextLong();
    for (int place : tracePlaces) {
      int index = buffer.getInt(place + 12);
      buffer.putLong(place, first);
      buffer.putLong(place + 8, second + index);
    }
    int mix = random.nextInt();
    for (int place : idPlaces) {
      buffer.putInt(place, mix);
    }
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    for (int place : timePlaces) {
      buffer.putLong(place, nowNanos + buffer.getLong(place) - MARK_TIME);
    }
    return message;
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static KeyValue number(String key, long value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setIntValue(value))
        .build();
  }

  private static KeyValue real(String key, double value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setDoubleValue(value))
        .build();
  }

  private static KeyValue bytes(String key, byte[] value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setBytesValue(ByteString.copyFrom(value)))
        .build();
  }
}
