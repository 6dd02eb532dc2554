package dev.hotclub.analysis;

import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.OrmKind;
import dev.hotclub.model.trace.Span;
import java.util.ArrayList;
import java.util.List;

/// The statements of one unit of work in their order, with their shapes. What only begins or ends a
/// transaction is not among them.
final class UnitQueries {
  /// One statement.
  ///
  /// @param index its place in the unit
  record One(int index, Span span, Call.Query query, SqlShape shape) {
    OrmKind kind() {
      return query.orm().kind();
    }

    String relation() {
      return query.orm().relation();
    }
  }

  private final List<One> all = new ArrayList<>();

  UnitQueries(List<Span> spans, SqlShapes shapes) {
    for (Span span : spans) {
      if (span.call() instanceof Call.Query query) {
        SqlShape shape = shapes.of(query.text(), query.system());
        if (query.orm().kind() != OrmKind.TRANSACTION && !isTransaction(shape.operation())) {
          all.add(new One(all.size(), span, query, shape));
        }
      }
    }
  }

  private static boolean isTransaction(String operation) {
    return switch (operation) {
      case "BEGIN",
          "START",
          "COMMIT",
          "END",
          "ROLLBACK",
          "SAVEPOINT",
          "RELEASE",
          "RELEASE SAVEPOINT",
          "ROLLBACK TO SAVEPOINT",
          "SET" ->
          true;
      default -> false;
    };
  }

  List<One> all() {
    return all;
  }
}
