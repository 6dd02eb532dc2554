package dev.hotclub.codec.otlp;

import dev.hotclub.model.metric.Buckets;
import java.util.Arrays;

/// One point of a histogram, explicit or exponential, while it is read.
final class HistogramPoint {
  private static final double NONE = -1;

  private final int mostBuckets;
  private final int finestScale;
  private long[] counts = new long[16];
  private int countSize;
  private double[] bounds = new double[16];
  private int boundSize;
  private long startNanos;
  private long timeNanos;
  private long count;
  private double sum;
  private int scale;
  private int offset;
  private long zeros;

  HistogramPoint(int mostBuckets, int finestScale) {
    this.mostBuckets = mostBuckets;
    this.finestScale = finestScale;
  }

  long startNanos() {
    return startNanos;
  }

  long timeNanos() {
    return timeNanos;
  }

  long count() {
    return Math.max(0, count);
  }

  /// In the sender's unit.
  double sum() {
    return Double.isFinite(sum) ? Math.max(0, sum) : 0;
  }

  void field(ProtoReader in, int tag, boolean exponential) throws MalformedOtlp {
    switch (tag) {
      case 2 << 3 | ProtoReader.FIXED64 -> startNanos = in.fixed64();
      case 3 << 3 | ProtoReader.FIXED64 -> timeNanos = in.fixed64();
      case 4 << 3 | ProtoReader.FIXED64 -> count = in.fixed64();
      case 5 << 3 | ProtoReader.FIXED64 -> sum = in.real();
      default -> {
        if (exponential) {
          exponentialField(in, tag);
        } else {
          explicitField(in, tag);
        }
      }
    }
  }

  private void explicitField(ProtoReader in, int tag) throws MalformedOtlp {
    switch (tag) {
      case 6 << 3 | ProtoReader.FIXED64 -> addCount(in.fixed64());
      case 7 << 3 | ProtoReader.FIXED64 -> addBound(in.real());
      case 6 << 3 | ProtoReader.BYTES -> {
        int outer = in.open();
        while (in.more()) {
          addCount(in.fixed64());
        }
        in.close(outer);
      }
      case 7 << 3 | ProtoReader.BYTES -> {
        int outer = in.open();
        while (in.more()) {
          addBound(in.real());
        }
        in.close(outer);
      }
      default -> in.skip(tag);
    }
  }

  private void exponentialField(ProtoReader in, int tag) throws MalformedOtlp {
    switch (tag) {
      case 6 << 3 | ProtoReader.VARINT -> scale = zigzag(in.varint());
      case 7 << 3 | ProtoReader.FIXED64 -> zeros = in.fixed64();
      case 8 << 3 | ProtoReader.BYTES -> {
        int outer = in.open();
        positive(in);
        in.close(outer);
      }
      default -> in.skip(tag);
    }
  }

  private void positive(ProtoReader in) throws MalformedOtlp {
    while (in.more()) {
      int tag = in.tag();
      switch (tag) {
        case 1 << 3 | ProtoReader.VARINT -> offset = zigzag(in.varint());
        case 2 << 3 | ProtoReader.VARINT -> addCount(in.varint());
        case 2 << 3 | ProtoReader.BYTES -> {
          int outer = in.open();
          while (in.more()) {
            addCount(in.varint());
          }
          in.close(outer);
        }
        default -> in.skip(tag);
      }
    }
  }

  private static int zigzag(long value) {
    return (int) (value >>> 1 ^ -(value & 1));
  }

  private void addCount(long value) throws MalformedOtlp {
    if (countSize == mostBuckets) {
      throw new MalformedOtlp("a histogram has more than " + mostBuckets + " buckets");
    }
    if (countSize == counts.length) {
      counts = Arrays.copyOf(counts, countSize * 2);
    }
    counts[countSize++] = value;
  }

  private void addBound(double value) throws MalformedOtlp {
    if (boundSize == mostBuckets) {
      throw new MalformedOtlp("a histogram has more than " + mostBuckets + " bounds");
    }
    if (boundSize == bounds.length) {
      bounds = Arrays.copyOf(bounds, boundSize * 2);
    }
    bounds[boundSize++] = value;
  }

  /// Every count in the bucket of its own bucket's geometric middle.
  Buckets buckets(boolean exponential, double nanosAUnit) {
    Buckets buckets = new Buckets();
    for (int i = 0; i < countSize; i++) {
      if (counts[i] > 0) {
        double middle = exponential ? exponentialMiddle(i) : explicitMiddle(i);
        buckets.add(Buckets.of((long) Math.min(middle * nanosAUnit, 0x1p62)), (double) counts[i]);
      }
    }
    if (exponential && zeros > 0) {
      buckets.add(Buckets.ZERO, (double) zeros);
    }
    return buckets;
  }

  private double base() {
    return Math.pow(2, Math.pow(2, -Math.clamp(scale, -10, finestScale)));
  }

  private double exponentialMiddle(int index) {
    return Math.pow(base(), (double) offset + index + 0.5);
  }

  /// The first bucket's as of one that begins at half its end; the last has no end, and counts at
  /// its start.
  private double explicitMiddle(int index) {
    double from = index == 0 ? NONE : bound(index - 1);
    double to = index < boundSize ? bound(index) : NONE;
    if (to < 0) {
      return Math.max(0, from);
    }
    return from <= 0 ? to / 2 : Math.sqrt(from * to);
  }

  private double bound(int index) {
    return index < boundSize && bounds[index] > 0 ? bounds[index] : 0;
  }

  /// Half the width of the widest bucket that has an end, relative to its middle; never below our
  /// own buckets'.
  double error(boolean exponential) {
    double widest = exponential ? base() : 1;
    for (int i = 1; !exponential && i < boundSize; i++) {
      if (bounds[i - 1] > 0 && bounds[i] > bounds[i - 1]) {
        widest = Math.max(widest, bounds[i] / bounds[i - 1]);
      }
    }
    return Math.max(OWN_ERROR, Math.sqrt(widest) - 1);
  }

  private static final double OWN_ERROR = Math.pow(2, 1.0 / (2 * Buckets.SCALE)) - 1;
}
