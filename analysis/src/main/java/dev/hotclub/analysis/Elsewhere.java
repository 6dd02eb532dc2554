package dev.hotclub.analysis;

import dev.hotclub.model.finding.Evidence;
import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.finding.FindingKind;
import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Failure;
import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What goes wrong outside of single queries: long transactions, time in front of the view, errors.
final class Elsewhere {
  /// Others wait for the locks of a transaction that does something else meanwhile.
  private static final long LONG_TRANSACTION_NANOS = 100_000_000;

  private static final long LONG_QUEUE_NANOS = 100_000_000;

  private final Unit unit;
  private final List<Span> spans;

  Elsewhere(Unit unit, List<Span> spans) {
    this.unit = unit;
    this.spans = spans;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    transactions(findings);
    queue(findings);
    errors(findings);
    return findings;
  }

  private void transactions(List<Finding> findings) {
    Map<String, List<Span>> transactions = new LinkedHashMap<>();
    for (Span span : spans) {
      if (span.call() instanceof Call.Query query && query.transaction() > 0) {
        transactions
            .computeIfAbsent(query.alias() + " " + query.transaction(), _ -> new ArrayList<>())
            .add(span);
      }
    }
    for (List<Span> statements : transactions.values()) {
      long begin = statements.getFirst().startNanos();
      long end = statements.stream().mapToLong(Span::endNanos).max().orElse(begin);
      long busy = statements.stream().mapToLong(Span::nanos).sum();
      long idle = end - begin - busy;
      if (idle >= LONG_TRANSACTION_NANOS) {
        findings.add(transaction(statements, end - begin, idle));
      }
    }
  }

  private Finding transaction(List<Span> statements, long nanos, long idle) {
    Site site =
        statements.stream().map(Span::site).filter(Site::known).findFirst().orElse(Site.NOWHERE);
    return unit.finding(
        FindingKind.LONG_TRANSACTION,
        site.function(),
        "a transaction is open for "
            + Unit.time(nanos)
            + ", and does something else than SQL for "
            + Unit.time(idle)
            + " of it",
        Site.NOWHERE,
        "",
        List.of(
            new Evidence("duration", Unit.time(nanos) + " from its first statement to its last"),
            new Evidence(
                "idle", Unit.time(idle) + " between its statements: locks are held meanwhile")),
        List.of(
            new dev.hotclub.model.finding.Fix(
                site,
                "do what is slow (hashing, requests to others, files) before `atomic()` or after it",
                "",
                unit.queries(),
                unit.queries(),
                unit.span().nanos(),
                unit.span().nanos(),
                "")),
        statements.size(),
        0,
        0,
        statements);
  }

  private void queue(List<Finding> findings) {
    long queued = unit.request().queueNanos();
    if (queued >= LONG_QUEUE_NANOS) {
      findings.add(
          unit.finding(
              FindingKind.TIME_OUTSIDE_VIEW,
              "queue",
              "requests wait " + Unit.time(queued) + " in front of the application",
              Site.NOWHERE,
              "",
              List.of(
                  new Evidence(
                      "queue",
                      Unit.time(queued)
                          + " between the proxy and the first middleware: all workers were busy")),
              List.of(),
              1,
              0,
              queued,
              List.of(unit.span())));
    }
  }

  private void errors(List<Finding> findings) {
    for (Failure failure : unit.span().failures()) {
      if (failure.escaped()) {
        Site site = failure.stack().isEmpty() ? Site.NOWHERE : failure.stack().getFirst();
        findings.add(
            unit.finding(
                FindingKind.ERRORS,
                failure.type() + site.function(),
                failure.type() + (failure.message().isEmpty() ? "" : ": " + failure.message()),
                Site.NOWHERE,
                "",
                List.of(
                    new Evidence(
                        "exception",
                        site.known()
                            ? "raised below " + site.place()
                            : "no own code on its stack")),
                List.of(),
                1,
                0,
                0,
                List.of(unit.span())));
        return;
      }
    }
  }
}
