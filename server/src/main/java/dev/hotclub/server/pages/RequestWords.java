package dev.hotclub.server.pages;

import dev.hotclub.model.trace.Span;
import java.util.List;

/// What a request's page says in words.
final class RequestWords {
  /// Repeats from which a statement is worth naming: fewer are often a short constant loop.
  private static final int REPEATS = 5;

  private RequestWords() {}

  static String sentence(
      Span unit,
      List<Statement> statements,
      int queries,
      long queryNanos,
      List<RequestPage.HttpLine> http) {
    StringBuilder words = new StringBuilder("Took " + Format.time(unit.nanos()));
    if (queries == 0) {
      words.append(" without a query");
    } else {
      words.append(", ").append(Format.time(queryNanos)).append(" of it in ");
      words.append(Format.many(queries, "query", "queries"));
      Statement most =
          statements.stream()
              .max(java.util.Comparator.comparingInt(Statement::calls))
              .orElseThrow();
      if (most.calls() >= REPEATS) {
        words.append(": ").append(most.calls()).append(" are ").append(most.summary());
        if (!most.relation().isEmpty()) {
          words.append(" for ").append(most.relation());
        }
        words.append(
            most.different() < 0
                ? ""
                : most.different() < most.calls()
                    ? ", with "
                        + Format.many(most.different(), "set", "different sets")
                        + " of parameters"
                    : ", each with other parameters");
      } else if (queryNanos > unit.nanos() / 2) {
        Statement slowest = statements.getFirst();
        words.append(", mostly ").append(slowest.summary());
      }
    }
    long waited = http.stream().mapToLong(RequestPage.HttpLine::nanos).sum();
    if (waited > unit.nanos() / 5) {
      words.append("; ").append(Format.time(waited)).append(" went into other services");
    }
    if (!unit.failures().isEmpty()) {
      words.append("; it ended with ").append(unit.failures().getLast().type());
    }
    return words.append('.').toString();
  }
}
