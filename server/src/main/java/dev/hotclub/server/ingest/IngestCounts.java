package dev.hotclub.server.ingest;

import java.util.concurrent.atomic.LongAdder;

/// What came in since the start, and what became of it.
public final class IngestCounts {
  final LongAdder messages = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder spans = new LongAdder();
  final LongAdder rejectedSpans = new LongAdder();
  final LongAdder cutAttributes = new LongAdder();
  final LongAdder units = new LongAdder();
  final LongAdder points = new LongAdder();
  final LongAdder logs = new LongAdder();
  final LongAdder malformed = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder forbidden = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder droppedBySenders = new LongAdder();
  final LongAdder otherOperations = new LongAdder();
  final LongAdder unanalysed = new LongAdder();

  /// At one moment.
  ///
  /// @param messages that were taken
  /// @param bytes of these, unpacked
  /// @param rejectedSpans without ids or times
  /// @param cutAttributes past the limits of one span
  /// @param units of work that ended
  /// @param points of metrics
  /// @param logs records, which are not kept
  /// @param malformed messages
  /// @param refused messages, for the server was busy
  /// @param forbidden messages without the token
  /// @param failed messages that the store did not take
  /// @param droppedBySenders what senders say they had to drop (`hotclub.dropped`)
  /// @param otherOperations units of operations past the limit, counted as "(other)"
  /// @param unanalysed traces that are kept without conclusions, by a fault of ours
  public record Snapshot(
      long messages,
      long bytes,
      long spans,
      long rejectedSpans,
      long cutAttributes,
      long units,
      long points,
      long logs,
      long malformed,
      long refused,
      long forbidden,
      long failed,
      long droppedBySenders,
      long otherOperations,
      long unanalysed) {}

  public Snapshot snapshot() {
    return new Snapshot(
        messages.sum(),
        bytes.sum(),
        spans.sum(),
        rejectedSpans.sum(),
        cutAttributes.sum(),
        units.sum(),
        points.sum(),
        logs.sum(),
        malformed.sum(),
        refused.sum(),
        forbidden.sum(),
        failed.sum(),
        droppedBySenders.sum(),
        otherOperations.sum(),
        unanalysed.sum());
  }
}
