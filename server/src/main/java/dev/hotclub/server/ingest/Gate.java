package dev.hotclub.server.ingest;

import java.time.Duration;

/// Lets in what fits: bytes of messages that are being worked on, and spans a second.
final class Gate {
  /// How long a full server asks senders to stay away; OpenTelemetry's SDKs wait as long by
  /// themselves.
  private static final Duration FULL = Duration.ofSeconds(1);

  private final IngestLimits limits;
  private long pendingBytes;
  private double spare;
  private long filledNanos;

  Gate(IngestLimits limits, long nowNanos) {
    this.limits = limits;
    spare = (double) limits.spansPerSecond();
    filledNanos = nowNanos;
  }

  /// To be given back by [#leave].
  ///
  /// @throws Busy if it does not fit
  synchronized void enter(long bytes) throws Busy {
    // one message always fits, so that the limit cannot shut out everybody
    if (pendingBytes > 0 && pendingBytes + bytes > limits.pendingBytes()) {
      throw new Busy(
          pendingBytes
              + " bytes are being worked on, no more than "
              + limits.pendingBytes()
              + " are",
          FULL);
    }
    pendingBytes += bytes;
  }

  synchronized void leave(long bytes) {
    pendingBytes -= bytes;
  }

  synchronized long pendingBytes() {
    return pendingBytes;
  }

  /// A bucket that holds one second's worth.
  ///
  /// @throws Busy if there were more in this second
  synchronized void count(int spans, long nowNanos) throws Busy {
    long rate = limits.spansPerSecond();
    if (rate == 0) {
      return;
    }
    spare = Math.min((double) rate, spare + (nowNanos - filledNanos) * 1e-9 * rate);
    filledNanos = nowNanos;
    // a message larger than the bucket passes when the bucket is full, and leaves it in debt
    if (spare < Math.min(spans, rate)) {
      long missing = Math.min(spans, rate) - (long) spare;
      throw new Busy(
          "more than " + rate + " spans a second", Duration.ofMillis(missing * 1000 / rate + 1000));
    }
    spare -= spans;
  }
}
