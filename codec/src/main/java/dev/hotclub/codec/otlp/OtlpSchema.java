package dev.hotclub.codec.otlp;

import java.util.LinkedHashMap;
import java.util.Map;

/// The fields of OTLP's messages by their JSON names, as far as they are read.
final class OtlpSchema {
  /// What a field holds.
  sealed interface Type permits Scalar, Message {}

  /// A single value, by the way it is encoded in JSON and protobuf.
  enum Scalar implements Type {
    TEXT,
    HEX,
    BASE64,
    BOOL,
    VARINT,
    ZIGZAG,
    FIXED64,
    FIXED32,
    DOUBLE,
    ENUM
  }

  /// @param number in protobuf
  record Field(int number, Type type) {}

  /// A message; its fields may be added after it was made, for values nest in themselves.
  record Message(Map<String, Field> fields) implements Type {
    static Message of() {
      return new Message(new LinkedHashMap<>());
    }

    Message with(String name, int number, Type type) {
      fields.put(name, new Field(number, type));
      return this;
    }
  }

  static final Map<String, Integer> ENUMS =
      Map.ofEntries(
          Map.entry("SPAN_KIND_UNSPECIFIED", 0),
          Map.entry("SPAN_KIND_INTERNAL", 1),
          Map.entry("SPAN_KIND_SERVER", 2),
          Map.entry("SPAN_KIND_CLIENT", 3),
          Map.entry("SPAN_KIND_PRODUCER", 4),
          Map.entry("SPAN_KIND_CONSUMER", 5),
          Map.entry("STATUS_CODE_UNSET", 0),
          Map.entry("STATUS_CODE_OK", 1),
          Map.entry("STATUS_CODE_ERROR", 2),
          Map.entry("AGGREGATION_TEMPORALITY_UNSPECIFIED", 0),
          Map.entry("AGGREGATION_TEMPORALITY_DELTA", 1),
          Map.entry("AGGREGATION_TEMPORALITY_CUMULATIVE", 2));

  private final Message keyValue = keyValue();
  private final Message resource = Message.of().with("attributes", 1, keyValue);

  private static Message keyValue() {
    Message any = Message.of();
    Message keyValue = Message.of().with("key", 1, Scalar.TEXT).with("value", 2, any);
    any.with("stringValue", 1, Scalar.TEXT)
        .with("boolValue", 2, Scalar.BOOL)
        .with("intValue", 3, Scalar.VARINT)
        .with("doubleValue", 4, Scalar.DOUBLE)
        .with("arrayValue", 5, Message.of().with("values", 1, any))
        .with("kvlistValue", 6, Message.of().with("values", 1, keyValue))
        .with("bytesValue", 7, Scalar.BASE64);
    return keyValue;
  }

  /// `ExportTraceServiceRequest`.
  Message traces() {
    Message event =
        Message.of()
            .with("timeUnixNano", 1, Scalar.FIXED64)
            .with("name", 2, Scalar.TEXT)
            .with("attributes", 3, keyValue);
    Message status = Message.of().with("message", 2, Scalar.TEXT).with("code", 3, Scalar.ENUM);
    Message span =
        Message.of()
            .with("traceId", 1, Scalar.HEX)
            .with("spanId", 2, Scalar.HEX)
            .with("traceState", 3, Scalar.TEXT)
            .with("parentSpanId", 4, Scalar.HEX)
            .with("name", 5, Scalar.TEXT)
            .with("kind", 6, Scalar.ENUM)
            .with("startTimeUnixNano", 7, Scalar.FIXED64)
            .with("endTimeUnixNano", 8, Scalar.FIXED64)
            .with("attributes", 9, keyValue)
            .with("events", 11, event)
            .with("status", 15, status)
            .with("flags", 16, Scalar.FIXED32);
    return export("resourceSpans", "scopeSpans", "spans", span);
  }

  /// `ExportMetricsServiceRequest`.
  Message metrics() {
    Message number =
        Message.of()
            .with("startTimeUnixNano", 2, Scalar.FIXED64)
            .with("timeUnixNano", 3, Scalar.FIXED64)
            .with("asDouble", 4, Scalar.DOUBLE)
            .with("asInt", 6, Scalar.FIXED64)
            .with("attributes", 7, keyValue);
    Message histogram =
        Message.of()
            .with("startTimeUnixNano", 2, Scalar.FIXED64)
            .with("timeUnixNano", 3, Scalar.FIXED64)
            .with("count", 4, Scalar.FIXED64)
            .with("sum", 5, Scalar.DOUBLE)
            .with("bucketCounts", 6, Scalar.FIXED64)
            .with("explicitBounds", 7, Scalar.DOUBLE)
            .with("attributes", 9, keyValue);
    Message buckets =
        Message.of().with("offset", 1, Scalar.ZIGZAG).with("bucketCounts", 2, Scalar.VARINT);
    Message exponential =
        Message.of()
            .with("attributes", 1, keyValue)
            .with("startTimeUnixNano", 2, Scalar.FIXED64)
            .with("timeUnixNano", 3, Scalar.FIXED64)
            .with("count", 4, Scalar.FIXED64)
            .with("sum", 5, Scalar.DOUBLE)
            .with("scale", 6, Scalar.ZIGZAG)
            .with("zeroCount", 7, Scalar.FIXED64)
            .with("positive", 8, buckets);
    Message metric =
        Message.of()
            .with("name", 1, Scalar.TEXT)
            .with("unit", 3, Scalar.TEXT)
            .with("gauge", 5, points(number))
            .with("sum", 7, points(number))
            .with("histogram", 9, points(histogram))
            .with("exponentialHistogram", 10, points(exponential));
    return export("resourceMetrics", "scopeMetrics", "metrics", metric);
  }

  /// `ExportLogsServiceRequest`: only counted.
  Message logs() {
    return export("resourceLogs", "scopeLogs", "logRecords", Message.of());
  }

  private static Message points(Message point) {
    return Message.of()
        .with("dataPoints", 1, point)
        .with("aggregationTemporality", 2, Scalar.ENUM)
        .with("isMonotonic", 3, Scalar.BOOL);
  }

  private Message export(String resources, String scopes, String items, Message item) {
    Message scope = Message.of().with(items, 2, item);
    Message ofResource = Message.of().with("resource", 1, resource).with(scopes, 2, scope);
    return Message.of().with(resources, 1, ofResource);
  }
}
