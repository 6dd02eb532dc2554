package dev.hotclub.store.duckdb;

import dev.hotclub.model.finding.Evidence;
import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.finding.FindingKind;
import dev.hotclub.model.finding.Fix;
import dev.hotclub.model.trace.TraceId;
import java.util.ArrayList;
import java.util.List;

/// A finding as bytes.
final class FindingText {
  private static final int VERSION = 1;

  private FindingText() {}

  static byte[] encode(Finding finding) {
    Bytes out = new Bytes();
    out.number(VERSION);
    out.text(finding.id());
    out.text(finding.kind().name());
    out.text(finding.service());
    out.text(finding.operation());
    out.text(finding.title());
    out.text(Places.stack(finding.sites()));
    out.text(Places.text(finding.template()));
    out.text(finding.shape());
    out.number(finding.evidence().size());
    for (Evidence evidence : finding.evidence()) {
      out.text(evidence.fact());
      out.text(evidence.words());
    }
    out.number(finding.fixes().size());
    for (Fix fix : finding.fixes()) {
      out.text(Places.text(fix.at()));
      out.text(fix.change());
      out.text(fix.code());
      out.number(fix.queriesBefore());
      out.number(fix.queriesAfter());
      out.signed(fix.nanosBefore());
      out.signed(fix.nanosAfter());
      out.text(fix.caveat());
    }
    out.number(finding.count());
    out.number(finding.rows());
    out.signed(finding.lostNanos());
    out.word(finding.trace().high());
    out.word(finding.trace().low());
    out.word(finding.unit());
    out.number(finding.spans().size());
    finding.spans().forEach(out::word);
    return out.done();
  }

  static Finding decode(byte[] bytes) {
    BytesReader in = new BytesReader(bytes);
    if (in.number() != VERSION) {
      throw new IllegalStateException("a finding of another version");
    }
    String id = in.text();
    FindingKind kind = FindingKind.valueOf(in.text());
    String service = in.text();
    String operation = in.text();
    String title = in.text();
    var sites = Places.sites(in.text());
    var template = Places.site(in.text());
    String shape = in.text();
    List<Evidence> evidence = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      evidence.add(new Evidence(in.text(), in.text()));
    }
    List<Fix> fixes = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      fixes.add(
          new Fix(
              Places.site(in.text()),
              in.text(),
              in.text(),
              (int) in.number(),
              (int) in.number(),
              in.signed(),
              in.signed(),
              in.text()));
    }
    int count = (int) in.number();
    long rows = in.number();
    long lost = in.signed();
    TraceId trace = new TraceId(in.word(), in.word());
    long unit = in.word();
    List<Long> spans = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      spans.add(in.word());
    }
    return new Finding(
        id, kind, service, operation, title, sites, template, shape, evidence, fixes, count, rows,
        lost, trace, unit, spans);
  }
}
