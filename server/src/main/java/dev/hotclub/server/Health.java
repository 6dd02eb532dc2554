package dev.hotclub.server;

import dev.hotclub.server.api.Metric;
import dev.hotclub.server.ingest.IngestCounts;
import java.util.List;
import java.util.function.Supplier;

/// What was taken in and what was not, for `/metrics`.
final class Health implements Supplier<List<Metric>> {
  private final IngestCounts counts;

  Health(IngestCounts counts) {
    this.counts = counts;
  }

  @Override
  public List<Metric> get() {
    IngestCounts.Snapshot now = counts.snapshot();
    return List.of(
        counter("messages", "OTLP messages that were taken in.", now.messages()),
        counter("received_bytes", "Their size, unpacked.", now.bytes()),
        counter("spans", "Spans that were taken in.", now.spans()),
        counter("rejected_spans", "Spans that could not be used.", now.rejectedSpans()),
        counter(
            "cut_attributes", "Attributes that were too long or too many.", now.cutAttributes()),
        counter("units", "Requests, commands and tasks that were concluded.", now.units()),
        counter("metric_points", "Points of metrics that were taken in.", now.points()),
        counter("log_records", "Log records, which are not kept.", now.logs()),
        counter("malformed_messages", "Messages that could not be read.", now.malformed()),
        counter(
            "refused_messages", "Messages that were put off because of too many.", now.refused()),
        counter("forbidden_messages", "Messages without the ingest token.", now.forbidden()),
        counter("failed_messages", "Messages that could not be kept.", now.failed()),
        counter(
            "sender_dropped_spans", "Spans that senders say they dropped.", now.droppedBySenders()),
        counter("other_operations", "Units past the limit of operations.", now.otherOperations()),
        counter("unanalysed_traces", "Traces kept without conclusions.", now.unanalysed()));
  }

  private static Metric counter(String name, String help, long value) {
    return Metric.counter("hotclub_" + name + "_total", help, (double) value);
  }
}
