package dev.hotclub.analysis;

import dev.hotclub.model.finding.Evidence;
import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.finding.FindingKind;
import dev.hotclub.model.finding.Fix;
import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.Span;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The unit of work that findings are about, and what they have in common.
///
/// @param queries how many statements it has
record Unit(Span span, Call.Request request, int queries) {
  /// A finding names no more spans than this.
  private static final int MOST_SPANS = 1_000;

  private static final int MOST_SITES = 20;

  /// Method and route.
  String operation() {
    String name = request.route().isEmpty() ? span.name() : request.route();
    return request.method().isEmpty() || name.startsWith(request.method() + " ")
        ? name
        : request.method() + " " + name;
  }

  /// Whether the sender is one that tells keys and relations.
  boolean told() {
    return span.resource().sender().equals("hotclub-django");
  }

  /// @param cause what stays the same however often it is seen
  /// @param spans that show it
  Finding finding(
      FindingKind kind,
      String cause,
      String title,
      Site template,
      String shape,
      List<Evidence> evidence,
      List<Fix> fixes,
      int count,
      long rows,
      long lostNanos,
      List<Span> spans) {
    String service = span.resource().service();
    return new Finding(
        id(kind, service, operation(), cause),
        kind,
        service,
        operation(),
        title,
        sites(spans),
        template,
        shape,
        List.copyOf(evidence),
        List.copyOf(fixes),
        count,
        rows,
        Math.max(0, lostNanos),
        span.trace(),
        span.id(),
        spans.stream().limit(MOST_SPANS).map(Span::id).toList());
  }

  private static String id(FindingKind kind, String service, String operation, String cause) {
    long hash = 0xcbf29ce484222325L;
    String text = kind.word() + "\u0001" + service + "\u0001" + operation + "\u0001" + cause;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
      hash ^= hash >>> 29;
    }
    return HexFormat.of().toHexDigits(hash);
  }

  /// Own places, the most frequent first.
  static List<Site> sites(List<Span> spans) {
    Map<Site, Integer> counts = new LinkedHashMap<>();
    for (Span span : spans) {
      if (span.site().known()) {
        counts.merge(span.site(), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .sorted(Map.Entry.<Site, Integer>comparingByValue().reversed())
        .limit(MOST_SITES)
        .map(Map.Entry::getKey)
        .toList();
  }

  static String time(long nanos) {
    return time((double) nanos);
  }

  /// `3.1 ms`, `1.4 s`: two significant digits.
  static String time(double nanos) {
    double millis = nanos / 1e6;
    if (millis >= 1000) {
      return String.format(Locale.ROOT, millis >= 10_000 ? "%.0f s" : "%.1f s", millis / 1000);
    }
    return String.format(
        Locale.ROOT, millis >= 10 ? "%.0f ms" : millis >= 1 ? "%.1f ms" : "%.2f ms", millis);
  }

  /// A statement short enough for one line.
  static String brief(SqlShape shape) {
    String text = shape.text();
    int from = text.indexOf(" FROM ");
    String short_ =
        shape.operation().equals("SELECT") && from > 30 ? "SELECT …" + text.substring(from) : text;
    return short_.length() > 160 ? short_.substring(0, 159) + "…" : short_;
  }
}
