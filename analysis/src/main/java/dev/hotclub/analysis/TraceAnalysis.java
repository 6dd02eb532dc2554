package dev.hotclub.analysis;

import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Hashes;
import dev.hotclub.model.trace.Span;
import dev.hotclub.model.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Concludes from a trace what each unit of work did.
public final class TraceAnalysis {
  private final SqlShapes shapes;

  private record Same(long shape, Hashes parameters) {}

  public TraceAnalysis(SqlShapes shapes) {
    this.shapes = shapes;
  }

  public List<UnitReport> reports(Trace trace) {
    return trace.units().stream().map(unit -> report(unit, trace.within(unit))).toList();
  }

  private UnitReport report(Span unit, List<Span> within) {
    Map<Long, Integer> similar = new HashMap<>();
    Map<Same, Integer> duplicates = new HashMap<>();
    int queries = 0;
    long queryNanos = 0;
    long cacheNanos = 0;
    long httpNanos = 0;
    for (Span span : within) {
      switch (span.call()) {
        case Call.Query query -> {
          long shape = shapes.of(query.text(), query.system()).hash();
          similar.merge(shape, 1, Integer::sum);
          duplicates.merge(new Same(shape, query.parameters()), 1, Integer::sum);
          queries++;
          queryNanos += span.nanos();
        }
        case Call.Cache _ -> cacheNanos += span.nanos();
        case Call.Outgoing _ -> httpNanos += span.nanos();
        case Call.Request _, Call.Render _, Call.Middleware _, Call.Other _ -> {}
      }
    }
    return new UnitReport(
        unit,
        queries,
        repeats(duplicates),
        repeats(similar),
        queryNanos,
        cacheNanos,
        httpNanos,
        List.of());
  }

  private static int repeats(Map<?, Integer> counts) {
    return counts.values().stream().filter(count -> count > 1).mapToInt(count -> count).sum();
  }
}
