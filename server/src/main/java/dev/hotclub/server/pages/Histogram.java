package dev.hotclub.server.pages;

import dev.hotclub.model.metric.Buckets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// How durations are spread, on a logarithmic scale.
///
/// @param bars ascending
/// @param marks percentiles; those that would touch share one
public record Histogram(List<Bar> bars, List<Tick> marks, List<Tick> ticks) {
  public static final Histogram EMPTY = new Histogram(List.of(), List.of(), List.of());

  /// Our buckets grow by 1.1 %: eight of them make a bar that can be seen and grows by 9 %.
  private static final int MERGED = 8;

  /// @param fromNanos where the bar begins; the next one begins at `toNanos`
  /// @param left of the picture's width, in percent
  /// @param width in percent
  /// @param height of the tallest bar, in percent
  public record Bar(
      double fromNanos, double toNanos, double count, double left, double width, double height) {}

  /// Words at a place of the scale, 0 to 100.
  public record Tick(String words, double left) {}

  static Histogram of(Buckets durations) {
    SortedMap<Integer, Double> counts = durations.counts();
    if (counts.isEmpty()) {
      return EMPTY;
    }
    int first = Math.floorDiv(counts.firstKey(), MERGED);
    int last = Math.floorDiv(counts.lastKey(), MERGED);
    // at least one power of two, so that a single bar does not fill the picture
    int missing = Math.max(0, Buckets.SCALE / MERGED - (last - first + 1));
    first -= missing / 2;
    last += missing - missing / 2;
    double[] heights = new double[last - first + 1];
    for (Map.Entry<Integer, Double> entry : counts.entrySet()) {
      heights[Math.floorDiv(entry.getKey(), MERGED) - first] += entry.getValue();
    }
    double tallest = 0;
    for (double height : heights) {
      tallest = Math.max(tallest, height);
    }
    double width = 100.0 / heights.length;
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < heights.length; i++) {
      if (heights[i] > 0) {
        bars.add(
            new Bar(
                edge((first + i) * MERGED),
                edge((first + i + 1) * MERGED),
                heights[i],
                i * width,
                width,
                // one in ten thousand is still to be seen
                Math.max(1.2, 100 * heights[i] / tallest)));
      }
    }
    Scale scale = new Scale(edge(first * MERGED), edge((last + 1) * MERGED));
    return new Histogram(List.copyOf(bars), scale.marks(durations), scale.ticks());
  }

  /// The lower edge of a bucket, in nanoseconds.
  private static double edge(int bucket) {
    return Math.pow(2, (double) bucket / Buckets.SCALE);
  }

  private record Scale(double from, double to) {
    private static final double[] WIDE = {1, 2, 5};
    private static final double[] NARROW = {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8};

    double at(double nanos) {
      return Math.clamp(100 * Math.log(nanos / from) / Math.log(to / from), 0, 100);
    }

    List<Tick> marks(Buckets durations) {
      List<Tick> marks = new ArrayList<>();
      for (int percent : new int[] {50, 95, 99}) {
        double left = at(durations.quantile(percent / 100.0));
        Tick last = marks.isEmpty() ? new Tick("", -100) : marks.getLast();
        if (left - last.left() < 7) {
          marks.set(marks.size() - 1, new Tick(last.words() + ", p" + percent, last.left()));
        } else {
          marks.add(new Tick("p" + percent, left));
        }
      }
      return marks;
    }

    /// Round numbers of each power of ten, thinned out where they would touch.
    List<Tick> ticks() {
      List<Tick> ticks = new ArrayList<>();
      double previous = -100;
      double[] digits = to / from > 20 ? WIDE : NARROW;
      for (double decade = 1; decade < to; decade *= 10) {
        for (double digit : digits) {
          double nanos = decade * digit;
          // a label is about 7 % of the picture wide
          if (at(nanos) - previous >= 11 && at(nanos) > 2 && at(nanos) < 98) {
            previous = at(nanos);
            ticks.add(new Tick(Format.time(nanos), previous));
          }
        }
      }
      return ticks;
    }
  }
}
