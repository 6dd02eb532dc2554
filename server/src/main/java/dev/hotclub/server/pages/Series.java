package dev.hotclub.server.pages;

import java.util.List;

/// Values over time, ready to be drawn.
///
/// @param stepSeconds between two points
/// @param at seconds since 1970, ascending: starts of steps
/// @param lines each with as many values as there are points; NaN where nothing was measured
/// @param unit of the values: `ns`, `per second`, `share`
public record Series(long stepSeconds, List<Long> at, List<Line> lines, String unit) {
  /// One curve.
  public record Line(String name, List<Double> values) {}

  /// For a chart's attribute: compact JSON, gaps as null.
  public String json() {
    StringBuilder out = new StringBuilder("{\"unit\":\"").append(unit).append("\",\"step\":");
    out.append(stepSeconds).append(",\"at\":").append(at).append(",\"lines\":[");
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      out.append(i == 0 ? "" : ",")
          .append("{\"name\":\"")
          .append(line.name())
          .append("\",\"values\":[");
      for (int v = 0; v < line.values().size(); v++) {
        double value = line.values().get(v);
        out.append(v == 0 ? "" : ",");
        out.append(
            Double.isNaN(value) ? "null" : String.format(java.util.Locale.ROOT, "%.4g", value));
      }
      out.append("]}");
    }
    return out.append("]}").toString();
  }

  /// Whether there is anything to draw.
  public boolean empty() {
    return lines.stream().allMatch(line -> line.values().stream().allMatch(v -> v.isNaN()));
  }
}
