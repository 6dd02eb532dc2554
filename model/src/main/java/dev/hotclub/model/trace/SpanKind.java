package dev.hotclub.model.trace;

/// Which side of a call a span describes, as OpenTelemetry numbers them.
public enum SpanKind {
  INTERNAL,
  SERVER,
  CLIENT,
  PRODUCER,
  CONSUMER
}
