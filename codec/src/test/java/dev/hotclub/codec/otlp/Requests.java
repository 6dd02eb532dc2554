package dev.hotclub.codec.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.random.RandomGenerator;

/// Messages made with the official classes.
final class Requests {
  static final long START = 1_790_000_000_000_000_000L;

  private Requests() {}

  static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  static KeyValue number(String key, long value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setIntValue(value))
        .build();
  }

  static KeyValue real(String key, double value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setDoubleValue(value))
        .build();
  }

  static KeyValue flag(String key, boolean value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setBoolValue(value))
        .build();
  }

  static KeyValue bytes(String key, byte[] value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setBytesValue(ByteString.copyFrom(value)))
        .build();
  }

  static ByteString id(int size, long value) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < 8; i++) {
      bytes[size - 1 - i] = (byte) (value >>> 8 * i);
    }
    return ByteString.copyFrom(bytes);
  }

  static Span.Builder span(Span.SpanKind kind, String name, KeyValue... attributes) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(16, 7))
            .setSpanId(id(8, 9))
            .setName(name)
            .setKind(kind)
            .setStartTimeUnixNano(START)
            .setEndTimeUnixNano(START + 5_000_000);
    for (KeyValue attribute : attributes) {
      span.addAttributes(attribute);
    }
    return span;
  }

  static ExportTraceServiceRequest request(Span.Builder... spans) {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (Span.Builder span : spans) {
      scope.addSpans(span);
    }
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(
                    Resource.newBuilder()
                        .addAttributes(text("service.name", "shop"))
                        .addAttributes(number("process.pid", 42)))
                .addScopeSpans(scope))
        .build();
  }

  /// Any value, nested now and then.
  static AnyValue anyValue(RandomGenerator random, int depth) {
    AnyValue.Builder value = AnyValue.newBuilder();
    switch (random.nextInt(depth > 3 ? 6 : 8)) {
      case 0 -> value.setStringValue(word(random));
      case 1 -> value.setBoolValue(random.nextBoolean());
      case 2 -> value.setIntValue(random.nextLong());
      case 3 -> value.setDoubleValue(random.nextDouble());
      case 4 -> {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        value.setBytesValue(ByteString.copyFrom(bytes));
      }
      case 5 -> {}
      case 6 -> {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.addValues(anyValue(random, depth + 1));
        }
        value.setArrayValue(array);
      }
      default -> {
        KeyValueList.Builder list = KeyValueList.newBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.addValues(
              KeyValue.newBuilder().setKey(word(random)).setValue(anyValue(random, depth + 1)));
        }
        value.setKvlistValue(list);
      }
    }
    return value.build();
  }

  static String word(RandomGenerator random) {
    String[] some = {
      "",
      "a",
      "SELECT 1",
      "bücher",
      "käse\u0000\n\t\"",
      "\ud83d\ude00",
      "x".repeat(random.nextInt(300)),
      "w" + random.nextInt(1000)
    };
    return some[random.nextInt(some.length)];
  }
}
