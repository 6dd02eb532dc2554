package dev.hotclub.server.api;

import java.util.List;

/// A metric family for Prometheus.
///
/// @param name with its unit, `hotclub_spans_total`
/// @param type as the text format calls it
public record Metric(String name, String help, Type type, List<Sample> samples) {
  /// Kinds of families that we send.
  public enum Type {
    COUNTER,
    GAUGE
  }

  /// One value.
  public record Sample(List<Label> labels, double value) {}

  /// A label; its value may be any text.
  public record Label(String name, String value) {}

  public static Metric counter(String name, String help, double value) {
    return new Metric(name, help, Type.COUNTER, List.of(new Sample(List.of(), value)));
  }

  public static Metric gauge(String name, String help, double value) {
    return new Metric(name, help, Type.GAUGE, List.of(new Sample(List.of(), value)));
  }
}
