package dev.hotclub.analysis;

import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Hashes;
import dev.hotclub.model.trace.Span;
import dev.hotclub.model.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one trace shows. For any number of threads.
public final class TraceAnalysis {
  private final SqlShapes shapes;

  public TraceAnalysis(SqlShapes shapes) {
    this.shapes = shapes;
  }

  /// One report for each unit of work in it, by their start.
  public List<UnitReport> reports(Trace trace) {
    List<UnitReport> reports = new ArrayList<>();
    for (Span unit : trace.units()) {
      reports.add(report(unit, trace.within(unit)));
    }
    return reports;
  }

  private UnitReport report(Span unit, List<Span> spans) {
    UnitQueries queries = new UnitQueries(spans, shapes);
    long queryNanos = 0;
    long cacheNanos = 0;
    long httpNanos = 0;
    for (Span span : spans) {
      switch (span.call()) {
        case Call.Query _ -> queryNanos += span.nanos();
        case Call.Cache _ -> cacheNanos += span.nanos();
        case Call.Outgoing _ -> httpNanos += span.nanos();
        case Call.Request _, Call.Render _, Call.Middleware _, Call.Other _ -> {}
      }
    }
    List<Finding> findings = new ArrayList<>();
    if (unit.call() instanceof Call.Request request) {
      Unit about = new Unit(unit, request, queries.all().size());
      NPlusOne repeats = new NPlusOne(about, queries);
      findings.addAll(repeats.findings());
      findings.addAll(new Duplicates(about, queries, repeats.taken()).findings());
      findings.addAll(new CallRepeats(about, spans).findings());
      findings.addAll(new SingleQueries(about, queries, repeats.taken()).findings());
      findings.addAll(new Elsewhere(about, spans).findings());
    }
    return new UnitReport(
        unit,
        queries.all().size(),
        duplicates(queries),
        similar(queries),
        queryNanos,
        cacheNanos,
        httpNanos,
        findings);
  }

  private record Statement(String text, Hashes parameters) {}

  /// Every query that is the same as another, text and parameters.
  private static int duplicates(UnitQueries queries) {
    Map<Statement, Integer> counts = new HashMap<>();
    for (UnitQueries.One one : queries.all()) {
      counts.merge(new Statement(one.query().text(), one.query().parameters()), 1, Integer::sum);
    }
    return counts.values().stream().filter(n -> n > 1).mapToInt(n -> n).sum();
  }

  private static int similar(UnitQueries queries) {
    Map<String, Integer> counts = new HashMap<>();
    for (UnitQueries.One one : queries.all()) {
      counts.merge(one.query().text(), 1, Integer::sum);
    }
    return counts.values().stream().filter(n -> n > 1).mapToInt(n -> n).sum();
  }
}
