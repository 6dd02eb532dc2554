package dev.hotclub.store.duckdb;

import java.sql.SQLException;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Appends rows to one table, within the transaction that the connection is in.
final class Rows implements AutoCloseable {
  private final DuckDBAppender appender;

  Rows(DuckDBConnection connection, String table) throws SQLException {
    appender = connection.createAppender(table);
  }

  /// One row, column by column, in the types of the table's columns.
  void add(Object... values) throws SQLException {
    DuckDBAppender ignored = appender.beginRow();
    for (Object value : values) {
      ignored =
          switch (value) {
            case Long number -> appender.append(number.longValue());
            case Integer number -> appender.append(number.intValue());
            case Short number -> appender.append(number.shortValue());
            case Byte number -> appender.append(number.byteValue());
            case Double number -> appender.append(number.doubleValue());
            case Boolean flag -> appender.append(flag.booleanValue());
            case String text -> appender.append(text);
            case byte[] bytes -> appender.append(bytes);
            default -> throw new IllegalArgumentException("no column takes " + value.getClass());
          };
    }
    ignored = appender.endRow();
  }

  @Override
  public void close() throws SQLException {
    appender.close();
  }
}
