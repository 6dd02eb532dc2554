package dev.hotclub.store;

import java.time.Duration;

/// How much a store keeps.
///
/// @param memoryMegabytes that the engine may use
/// @param tracesFor how long traces and single units are kept
/// @param talliesFor how long percentiles, shapes and findings are kept
/// @param mostBytes size of the file beyond which the oldest traces go first
/// @param mostOperations of all services together; the rest is one operation `other`
/// @param mostShapes the rest is one shape `other`
public record StoreSettings(
    int memoryMegabytes,
    Duration tracesFor,
    Duration talliesFor,
    long mostBytes,
    int mostOperations,
    int mostShapes) {
  public static final StoreSettings DEFAULT =
      new StoreSettings(512, Duration.ofDays(7), Duration.ofDays(90), 20L << 30, 2_000, 20_000);
}
