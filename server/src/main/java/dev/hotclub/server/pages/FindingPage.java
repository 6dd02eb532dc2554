package dev.hotclub.server.pages;

import dev.hotclub.store.Store;
import java.io.IOException;
import java.util.Optional;

/// One finding: what proves it, what to change, what became of it.
public record FindingPage(FindingLine finding) {
  private static final int ID_DIGITS = 16;

  static Optional<FindingPage> of(Store store, Scope scope, String id) throws IOException {
    if (id.length() != ID_DIGITS) {
      return Optional.empty();
    }
    // the door gives one finding without a range: its costs come from the list
    String operation = store.finding(id).map(row -> row.latest().operation()).orElse("");
    return store.findings(scope.range(), scope.filter(), operation).stream()
        .filter(row -> row.latest().id().equals(id))
        .findFirst()
        .or(() -> one(store, id))
        .map(row -> new FindingPage(FindingLine.of(row, scope.range())));
  }

  private static Optional<dev.hotclub.store.FindingRow> one(Store store, String id) {
    try {
      return store.finding(id);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
