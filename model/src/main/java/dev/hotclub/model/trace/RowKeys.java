package dev.hotclub.model.trace;

import java.util.List;

/// Hashes of the keys in a query's result, row by row. They prove which later query asked for a row
/// of this one, and are dropped after the analysis.
///
/// @param columns what stands in each column: `app.Model.field` for a model's primary key or
///   foreign key, `#0` for the first column of a raw result
/// @param hashes at `row * columns.size() + column`; 0 is a null. Hashed like parameters
public record RowKeys(List<String> columns, Hashes hashes) {
  public static final RowKeys NONE = new RowKeys(List.of(), Hashes.NONE);

  public int rows() {
    return columns.isEmpty() ? 0 : hashes.size() / columns.size();
  }

  public long hash(int row, int column) {
    return hashes.at(row * columns.size() + column);
  }
}
