package dev.hotclub.server.pages;

import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Outcome;
import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.Span;
import dev.hotclub.model.trace.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// The picture of a trace: a row for each span, repeats folded into one, gaps named.
///
/// @param rows from top to bottom
/// @param startNanos of the picture's left edge, since 1970
/// @param nanos of its width
/// @param hidden rows that were left out because there are too many
public record Waterfall(List<Row> rows, long startNanos, long nanos, List<Tick> ticks, int hidden) {

  /// A browser draws more, a person reads fewer.
  private static final int MOST_ROWS = 400;

  /// Marks in one row: beyond it they touch anyway.
  private static final int MOST_MARKS = 500;

  /// Two alike may be chance; three are a pattern, and three rows are longer than one.
  private static final int FOLDED_FROM = 3;

  private static final int DEEPEST = 64;

  /// A shorter gap cannot be acted on.
  private static final long GAP_NANOS = 1_000_000;

  /// A gap is named from this part of the whole on.
  private static final double GAP_SHARE = 0.04;

  /// A number on the scale.
  public record Tick(String words, double left) {}

  /// A stretch of time in percent of the picture's width.
  public record Mark(double left, double width) {}

  /// One row.
  ///
  /// @param kind a word, also the style's class: `request`, `database`, `cache`, `http`,
  ///   `template`, `middleware`, `other`, `gap`
  /// @param label `68 × SELECT author`
  /// @param text the whole statement, key or address; empty if the label is all
  /// @param nanos of all marks together
  /// @param meanNanos of one
  /// @param maxNanos of the longest
  /// @param overlapping whether marks stand side by side
  public record Row(
      int depth,
      String kind,
      String label,
      String text,
      int repeats,
      long startNanos,
      long nanos,
      double meanNanos,
      long maxNanos,
      long rows,
      boolean overlapping,
      boolean failed,
      Site site,
      Site template,
      List<Mark> marks) {

    /// What follows the label: how long, one after another or at once.
    public String words() {
      if (repeats < 2) {
        return Format.time(nanos);
      }
      return Format.time(meanNanos)
          + " each, "
          + (overlapping ? "partly at once" : "one after another")
          + ", "
          + Format.time(nanos);
    }
  }

  /// @param summaries from a statement's text and system to its summary, equal for one shape
  static Waterfall of(Trace trace, Span unit, BiFunction<String, String, String> summaries) {
    long start = unit.startNanos();
    long end = unit.endNanos();
    for (Span span : trace.within(unit)) {
      end = Math.max(end, span.endNanos());
      start = Math.min(start, span.startNanos());
    }
    // clocks of two hosts may differ: what lies far before its parent is drawn at the edge
    start = Math.max(start, unit.startNanos() - unit.nanos());
    long nanos = Math.max(1, end - start);
    Drawing drawing = new Drawing(trace, start, nanos, summaries);
    drawing.draw(unit, 0);
    int hidden = Math.max(0, drawing.rows.size() - MOST_ROWS);
    return new Waterfall(
        List.copyOf(drawing.rows.subList(0, drawing.rows.size() - hidden)),
        start,
        nanos,
        ticks(nanos),
        hidden);
  }

  private static List<Tick> ticks(long nanos) {
    double step = Math.pow(10, Math.floor(Math.log10((double) nanos)));
    while (nanos / step < 4) {
      step /= nanos / step < 2 ? 5 : 2;
    }
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i * step <= nanos * 0.96; i++) {
      ticks.add(new Tick(i == 0 ? "0" : Format.time(i * step), 100 * i * step / nanos));
    }
    return ticks;
  }

  private static final class Drawing {
    private final Trace trace;
    private final long start;
    private final long nanos;
    private final BiFunction<String, String, String> summaries;
    private final List<Row> rows = new ArrayList<>();

    Drawing(Trace trace, long start, long nanos, BiFunction<String, String, String> summaries) {
      this.trace = trace;
      this.start = start;
      this.nanos = nanos;
      this.summaries = summaries;
    }

    void draw(Span span, int depth) {
      rows.add(row(List.of(span), depth));
      if (depth >= DEEPEST) {
        return;
      }
      Map<String, List<Span>> alike = new LinkedHashMap<>();
      for (Span child : trace.children(span)) {
        alike.computeIfAbsent(key(child), _ -> new ArrayList<>()).add(child);
      }
      List<Gap> gaps = gaps(span);
      int nextGap = 0;
      for (List<Span> group : alike.values()) {
        while (nextGap < gaps.size() && gaps.get(nextGap).from() <= group.getFirst().startNanos()) {
          rows.add(gap(gaps.get(nextGap++), depth + 1));
        }
        if (group.size() >= FOLDED_FROM
            && group.stream().allMatch(s -> trace.children(s).isEmpty())) {
          rows.add(row(group, depth + 1));
        } else {
          group.forEach(child -> draw(child, depth + 1));
        }
      }
      while (nextGap < gaps.size()) {
        rows.add(gap(gaps.get(nextGap++), depth + 1));
      }
    }

    /// Spans with one key are folded into one row.
    private String key(Span span) {
      return switch (span.call()) {
        case Call.Query q ->
            "q" + summaries.apply(q.text(), q.system()) + q.alias() + span.site().place();
        case Call.Cache c -> "c" + c.operation() + c.backend() + c.key();
        case Call.Outgoing o -> "h" + o.method() + o.host() + o.path();
        case Call.Render r -> "t" + r.template();
        case Call.Middleware m -> "m" + m.name();
        case Call.Request r -> "r" + span.id();
        case Call.Other o -> "o" + span.name();
      };
    }

    private record Gap(long from, long to, String what) {}

    /// Time of a unit that no child accounts for, long enough to matter.
    private List<Gap> gaps(Span span) {
      List<Gap> gaps = new ArrayList<>();
      if (!(span.call() instanceof Call.Request) || trace.children(span).isEmpty()) {
        return gaps;
      }
      long at = span.startNanos();
      for (Span child : trace.children(span)) {
        long connect = child.call() instanceof Call.Query q ? Math.max(0, q.connectNanos()) : 0;
        long begins = child.startNanos() - connect;
        name(gaps, at, begins, "computing, or waits that nobody measured");
        name(gaps, Math.max(at, begins), child.startNanos(), "waiting for a connection");
        at = Math.max(at, child.endNanos());
      }
      name(gaps, at, span.endNanos(), "computing, or waits that nobody measured");
      return gaps;
    }

    private void name(List<Gap> gaps, long from, long to, String what) {
      if (to - from >= Math.max(GAP_NANOS, (long) (nanos * GAP_SHARE))) {
        gaps.add(new Gap(from, to, what));
      }
    }

    private Row gap(Gap gap, int depth) {
      long length = gap.to() - gap.from();
      return new Row(
          depth,
          "gap",
          gap.what(),
          "",
          1,
          gap.from() - start,
          length,
          (double) length,
          length,
          -1,
          false,
          false,
          Site.NOWHERE,
          Site.NOWHERE,
          List.of(mark(gap.from(), gap.to())));
    }

    private Mark mark(long from, long to) {
      double left = Math.clamp(100.0 * (from - start) / nanos, 0, 100);
      double right = Math.clamp(100.0 * (to - start) / nanos, left, 100);
      // a mark thinner than this cannot be seen
      return new Mark(left, Math.max(0.15, right - left));
    }

    private Row row(List<Span> group, int depth) {
      Span first = group.getFirst();
      long total = 0;
      long longest = 0;
      long fetched = 0;
      boolean counted = false;
      boolean overlapping = false;
      boolean failed = false;
      long end = Long.MIN_VALUE;
      List<Mark> marks = new ArrayList<>();
      for (Span span : group) {
        total += span.nanos();
        longest = Math.max(longest, span.nanos());
        overlapping |= span.startNanos() < end;
        end = Math.max(end, span.endNanos());
        failed |= span.outcome() == Outcome.ERROR;
        if (span.call() instanceof Call.Query q && q.rows() >= 0) {
          fetched += q.rows();
          counted = true;
        }
        if (marks.size() < MOST_MARKS) {
          marks.add(mark(span.startNanos(), span.endNanos()));
        }
      }
      Site template = first.call() instanceof Call.Query q ? q.template() : Site.NOWHERE;
      return new Row(
          depth,
          kind(first.call()),
          (group.size() > 1 ? group.size() + " × " : "") + label(first),
          text(first.call()),
          group.size(),
          first.startNanos() - start,
          total,
          (double) total / group.size(),
          longest,
          counted ? fetched : -1,
          overlapping,
          failed,
          first.site(),
          template,
          List.copyOf(marks));
    }

    private String label(Span span) {
      return switch (span.call()) {
        case Call.Request r -> span.name().isEmpty() ? r.method() + " " + r.route() : span.name();
        case Call.Query q -> Format.shortened(summaries.apply(q.text(), q.system()), 90);
        case Call.Cache c -> c.backend() + " " + c.operation() + " " + c.key();
        case Call.Outgoing o -> o.method() + " " + o.host() + o.path();
        case Call.Render r -> "render " + r.template();
        case Call.Middleware m -> m.name();
        case Call.Other o -> span.name();
      };
    }
  }

  static String kind(Call call) {
    return switch (call) {
      case Call.Request r -> "request";
      case Call.Query q -> "database";
      case Call.Cache c -> "cache";
      case Call.Outgoing o -> "http";
      case Call.Render r -> "template";
      case Call.Middleware m -> "middleware";
      case Call.Other o -> "other";
    };
  }

  private static String text(Call call) {
    return call instanceof Call.Query q ? q.text() : "";
  }
}
