package dev.hotclub.model.metric;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A distribution of durations in buckets that grow by 2^(1/64): any quantile is within 0.54 % of
/// the truth, and merging loses nothing. The same buckets as OpenTelemetry's exponential histogram
/// of scale 6, with nanoseconds as the unit.
///
/// A bucket `b` counts durations in `(2^(b/64), 2^((b+1)/64)]` nanoseconds; [#ZERO] counts those of
/// 1 ns and less.
public final class Buckets {
  /// Buckets to a power of two.
  public static final int SCALE = 64;

  /// Below every bucket of a duration.
  public static final int ZERO = -1;

  /// 2^63 ns are 292 years.
  public static final int LAST = 63 * SCALE - 1;

  private final TreeMap<Integer, Double> counts = new TreeMap<>();
  private double total;

  /// The bucket of a duration.
  public static int of(long nanos) {
    if (nanos <= 1) {
      return ZERO;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(nanos);
    int bucket = (int) Math.ceil(Math.log((double) nanos) / LN_GAMMA) - 1;
    // the logarithm may round across an edge only at a power of two
    return Math.clamp(bucket, exponent * SCALE - 1, Math.min(LAST, (exponent + 1) * SCALE - 1));
  }

  private static final double LN_GAMMA = Math.log(2) / SCALE;

  /// The duration in nanoseconds that stands for a bucket: its geometric middle.
  public static double nanos(int bucket) {
    return bucket <= ZERO ? 0 : Math.exp((bucket + 0.5) * LN_GAMMA);
  }

  /// @param count how many, or the weight of a sample; above 0
  public void add(int bucket, double count) {
    if (!(count > 0)) {
      throw new IllegalArgumentException("a bucket cannot count " + count);
    }
    counts.merge(Math.clamp(bucket, ZERO, LAST), count, Double::sum);
    total += count;
  }

  public void add(Buckets other) {
    other.counts.forEach(this::add);
  }

  public double total() {
    return total;
  }

  /// @param q 0 to 1
  /// @return nanoseconds; 0 if nothing was counted
  public double quantile(double q) {
    double rank = q * total;
    double seen = 0;
    for (Map.Entry<Integer, Double> entry : counts.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return nanos(entry.getKey());
      }
    }
    return counts.isEmpty() ? 0 : nanos(counts.lastKey());
  }

  /// How many lasted longer, by whole buckets.
  public double above(long nanos) {
    return counts.tailMap(of(nanos), false).values().stream().mapToDouble(n -> n).sum();
  }

  /// Counts by bucket, ascending.
  public SortedMap<Integer, Double> counts() {
    return new TreeMap<>(counts);
  }
}
