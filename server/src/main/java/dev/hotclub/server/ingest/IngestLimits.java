package dev.hotclub.server.ingest;

/// How much is taken in at a time.
///
/// @param messageBytes the largest message, unpacked
/// @param pendingBytes of all messages that are being worked on, unpacked
/// @param spansPerSecond 0 for any number
public record IngestLimits(int messageBytes, long pendingBytes, long spansPerSecond) {
  /// Four times gRPC's usual limit of 4 MB and more than OpenTelemetry's collector sends; eight of
  /// them at once fit beside the rest into 512 MB of heap.
  public static final IngestLimits DEFAULT = new IngestLimits(16 << 20, 64L << 20, 0);
}
