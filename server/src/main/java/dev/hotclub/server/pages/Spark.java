package dev.hotclub.server.pages;

import java.util.List;
import java.util.Locale;

/// A line without axes.
public final class Spark {
  private static final double MARGIN = 1.5;

  private Spark() {}

  /// The `d` of an SVG path from zero upwards; gaps break the line.
  public static String path(List<Double> values, double width, double height) {
    double most = values.stream().filter(v -> !v.isNaN()).mapToDouble(v -> v).max().orElse(0);
    StringBuilder path = new StringBuilder();
    boolean gap = true;
    for (int i = 0; i < values.size(); i++) {
      double value = values.get(i);
      if (Double.isNaN(value) || most <= 0) {
        gap = true;
        continue;
      }
      double x = values.size() == 1 ? width : width * i / (values.size() - 1);
      double y = height - MARGIN - (height - 2 * MARGIN) * value / most;
      path.append(gap ? 'M' : 'L').append(String.format(Locale.ROOT, "%.1f %.1f", x, y));
      // a point alone would not be seen
      path.append(gap ? "h.1" : "");
      gap = false;
    }
    return path.toString();
  }
}
