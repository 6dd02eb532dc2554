package dev.hotclub.server.pages;

import dev.hotclub.store.Filter;
import dev.hotclub.store.FindingState;
import dev.hotclub.store.OperationRow;
import dev.hotclub.store.Range;
import dev.hotclub.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The first page: what is slow, what it costs, what to change.
///
/// @param sentence the answer
/// @param findings that cost most in the range, the worst first
/// @param endpoints sorted as asked
/// @param versus what `before` of the endpoints stands for; empty if nothing is compared
public record OverviewPage(
    String sentence,
    List<FindingLine> findings,
    int openFindings,
    List<Endpoint> endpoints,
    Totals totals,
    String versus,
    Series percentiles,
    Series rate,
    String sortedBy) {

  /// How many findings the first page shows.
  private static final int WORST = 5;

  /// Points of a chart: one every ten pixels or so.
  private static final int POINTS = 90;

  /// Points of a spark line.
  private static final int SPARKS = 24;

  /// Rows that people look through; the rest is reached by search.
  private static final int MOST = 200;

  /// All requests together, without commands and tasks.
  public record Totals(
      double units,
      double perSecond,
      double p99Nanos,
      double failedShare,
      double nanos,
      Split split) {}

  /// An operation, what it was before, and its p99 over time.
  public record Endpoint(Operation now, Optional<Operation> before, Series.Line p99) {}

  static OverviewPage of(Store store, Scope scope) throws IOException {
    Range range = scope.range();
    Duration whole = range.length();
    Duration step = scope.step(POINTS);
    List<OperationRow> rows = store.operations(range, scope.filter(), "", step);
    List<Operation> before = new ArrayList<>();
    if (scope.other().isPresent()) {
      Scope.Other other = scope.other().get();
      Filter theirs = other.filter();
      for (List<OperationRow> group :
          Operation.grouped(store.operations(other.range(), theirs, "", other.range().length()))) {
        before.add(Operation.of(group, other.range()));
      }
    }
    List<Endpoint> endpoints = new ArrayList<>();
    Duration sparkStep = scope.step(SPARKS);
    String search = scope.asked("search");
    for (List<OperationRow> group : Operation.grouped(rows)) {
      Operation now = Operation.of(group, range);
      if (!search.isEmpty() && !now.name().contains(search)) {
        continue;
      }
      endpoints.add(
          new Endpoint(
              now,
              before.stream().filter(now::same).findFirst(),
              new Timeline(group, range, sparkStep).quantile("p99", 0.99)));
    }
    String sort = scope.asked("sort").isEmpty() ? "time" : scope.asked("sort");
    endpoints.sort(order(sort));
    List<FindingLine> findings =
        store.findings(range, scope.filter(), "").stream()
            .filter(row -> row.state() == FindingState.OPEN || row.state() == FindingState.BACK)
            .filter(row -> row.seen() > 0)
            .map(row -> FindingLine.of(row, range))
            .toList();
    List<OperationRow> requests = requests(rows);
    Totals totals = totals(requests, range, whole);
    Timeline timeline = new Timeline(requests, range, step);
    String versus = scope.other().map(Scope.Other::words).orElse("");
    return new OverviewPage(
        OverviewWords.sentence(endpoints, totals, findings, versus),
        findings.stream().limit(WORST).toList(),
        findings.size(),
        endpoints.stream().limit(MOST).toList(),
        totals,
        versus,
        timeline.percentiles(),
        timeline.rate(),
        sort);
  }

  /// Commands and tasks take minutes where requests take milliseconds: their percentiles together
  /// say nothing. Where there are no requests, all rows.
  private static List<OperationRow> requests(List<OperationRow> rows) {
    List<OperationRow> requests =
        rows.stream().filter(row -> !Operation.isBackground(row.operation())).toList();
    return requests.isEmpty() ? rows : requests;
  }

  private static Totals totals(List<OperationRow> rows, Range range, Duration whole) {
    if (rows.isEmpty()) {
      return new Totals(0, 0, 0, 0, 0, Split.NOTHING);
    }
    Operation all = Operation.of(rows, range);
    return new Totals(
        all.units(),
        all.units() / Math.max(1, whole.toSeconds()),
        all.p99Nanos(),
        all.failedShare(),
        all.nanos(),
        all.split());
  }

  /// Largest first, names from A to Z; a `-` in front turns it round.
  private static Comparator<Endpoint> order(String sort) {
    boolean turned = sort.startsWith("-");
    Comparator<Endpoint> order =
        switch (turned ? sort.substring(1) : sort) {
          case "name" -> Comparator.comparing(e -> e.now().name());
          case "rate" -> falling(Operation::units);
          case "p50" -> falling(Operation::p50Nanos);
          case "p95" -> falling(Operation::p95Nanos);
          case "p99" -> falling(Operation::p99Nanos);
          case "errors" -> falling(Operation::failedShare);
          case "queries" -> falling(Operation::queries);
          case "time" -> falling(Operation::nanos);
          default ->
              throw new IllegalArgumentException(
                  "nothing is sorted by " + Format.shortened(sort, 40));
        };
    return turned ? order.reversed() : order;
  }

  private static Comparator<Endpoint> falling(java.util.function.ToDoubleFunction<Operation> of) {
    return Comparator.comparingDouble((Endpoint e) -> -of.applyAsDouble(e.now()));
  }
}
