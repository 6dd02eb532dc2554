package dev.hotclub.server.ingest;

import dev.hotclub.analysis.SqlShapes;
import dev.hotclub.analysis.TraceAnalysis;
import dev.hotclub.analysis.UnitReport;
import dev.hotclub.model.trace.Span;
import dev.hotclub.model.trace.Trace;
import java.util.List;

/// Has traces analysed and counts what comes of it.
final class Conclusions {
  private static final System.Logger LOG = System.getLogger(Conclusions.class.getName());

  private final SqlShapes shapes;
  private final TraceAnalysis analysis;
  private final Operations operations = new Operations();
  private final IngestCounts counts;

  Conclusions(SqlShapes shapes, TraceAnalysis analysis, IngestCounts counts) {
    this.shapes = shapes;
    this.analysis = analysis;
    this.counts = counts;
  }

  Operations operations() {
    return operations;
  }

  Ledger ledger() {
    return new Ledger(shapes, operations, counts);
  }

  /// Spans of one trace and process that belong together. A trace that the analysis cannot take is
  /// kept without conclusions: it may not keep others from being counted.
  void draw(List<Span> spans, Ledger into) {
    List<UnitReport> reports;
    Trace trace = new Trace(spans);
    try {
      reports = analysis.reports(trace);
    } catch (RuntimeException bug) {
      if (counts.unanalysed.sum() == 0) {
        LOG.log(System.Logger.Level.ERROR, "trace " + trace.id() + " could not be analysed", bug);
      }
      counts.unanalysed.increment();
      return;
    }
    for (UnitReport report : reports) {
      into.count(trace, report);
    }
  }
}
