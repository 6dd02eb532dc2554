/// What others send as OpenTelemetry's OTLP, read into spans and measurements.
///
/// Messages are read from their bytes in one pass, without generated classes: known attributes
/// become fields of [dev.hotclub.model.trace.Span], everything else stays as it came. Numbers of
/// fields are those of opentelemetry-proto 1.9 (`opentelemetry/proto/trace/v1/trace.proto`,
/// `metrics.proto`, `common.proto`). Every count, length and depth that a sender says is bounded.
@org.jspecify.annotations.NullMarked
package dev.hotclub.codec.otlp;
