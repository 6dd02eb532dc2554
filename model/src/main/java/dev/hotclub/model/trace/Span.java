package dev.hotclub.model.trace;

import java.util.List;

/// One thing that took time within a trace.
///
/// @param parent 0 for a root
/// @param startNanos since 1970, the sender's clock
/// @param site where own code asked for it
/// @param attributes what has no field here
/// @param stack own code above the site, innermost first, the site included; empty if unknown
public record Span(
    TraceId trace,
    long id,
    long parent,
    SpanKind kind,
    String name,
    long startNanos,
    long nanos,
    Outcome outcome,
    Call call,
    Site site,
    List<Site> stack,
    List<Failure> failures,
    Resource resource,
    Attributes attributes) {

  public long endNanos() {
    return startNanos + nanos;
  }

  /// `id` as 16 hexadecimal digits.
  public String hexId() {
    return java.util.HexFormat.of().toHexDigits(id);
  }
}
