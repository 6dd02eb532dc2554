package dev.hotclub.store.duckdb;

import dev.hotclub.model.trace.Trace;
import dev.hotclub.model.trace.TraceId;
import dev.hotclub.store.Batch;
import dev.hotclub.store.ErrorRow;
import dev.hotclub.store.Filter;
import dev.hotclub.store.FindingRow;
import dev.hotclub.store.Known;
import dev.hotclub.store.OperationRow;
import dev.hotclub.store.Range;
import dev.hotclub.store.ShapeQuery;
import dev.hotclub.store.ShapeRow;
import dev.hotclub.store.SpanGroup;
import dev.hotclub.store.Store;
import dev.hotclub.store.StoreSettings;
import dev.hotclub.store.StoreStats;
import dev.hotclub.store.UnitQuery;
import dev.hotclub.store.UnitRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// The store in one DuckDB file, which one process has open at a time.
///
/// What a `write` was answered for has been committed: DuckDB writes its log to the disk and calls
/// `fsync` before a commit returns. After kill -9 the next start plays the log back.
public final class DuckDbStore implements Store {
  /// Readers at the same time; each has its own connection.
  private static final int READERS = 4;

  private final Path file;
  private final StoreSettings settings;

  /// Held for reading by whoever uses connections, for writing while the file is swapped.
  private final ReentrantReadWriteLock swap = new ReentrantReadWriteLock();

  private Open open;

  /// Everything that belongs to one opened file.
  private record Open(
      DuckDBConnection connection,
      Names names,
      Findings findings,
      WriterThread writer,
      Reading reading,
      Tidying tidying) {}

  private DuckDbStore(Path file, StoreSettings settings) throws IOException {
    this.file = file;
    this.settings = settings;
    this.open = open();
  }

  /// @throws IOException if the file cannot be opened; the message says what to do
  public static DuckDbStore open(Path file, StoreSettings settings) throws IOException {
    return new DuckDbStore(file, settings);
  }

  private Open open() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Properties properties = new Properties();
    properties.setProperty("memory_limit", settings.memoryMegabytes() + "MB");
    properties.setProperty("threads", "2");
    properties.setProperty("temp_directory", file.toAbsolutePath() + ".tmp");
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    DuckDBConnection connection = null;
    try {
      connection =
          DriverManager.getConnection("jdbc:duckdb:" + file.toAbsolutePath(), properties)
              .unwrap(DuckDBConnection.class);
      Schema.prepare(connection);
      Names names = new Names(connection, settings.mostOperations(), settings.mostShapes());
      Findings findings = new Findings(connection);
      Tidying tidying = new Tidying(connection, settings, file);
      WriterThread writer = new WriterThread(new BatchWriter(connection, names, findings), tidying);
      return new Open(
          connection,
          names,
          findings,
          writer,
          new Reading(connection, names, findings, READERS),
          tidying);
    } catch (SQLException failed) {
      close(connection);
      String said = String.valueOf(failed.getMessage());
      throw new IOException(
          said.contains("lock")
              ? file
                  + " is open in another process: stop that hotclub server, or name another file with --store"
              : file + " cannot be opened: " + said,
          failed);
    } catch (IOException refused) {
      close(connection);
      throw refused;
    }
  }

  private static void close(@Nullable DuckDBConnection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException ignored) {
        // what made it useless is said already
      }
    }
  }

  @Override
  public void write(Batch batch) throws IOException {
    WriterThread writer = using().writer();
    try {
      writer.write(batch);
    } finally {
      done();
    }
  }

  private Open using() {
    swap.readLock().lock();
    return open;
  }

  private void done() {
    swap.readLock().unlock();
  }

  private interface Question<T> {
    T ask(Reading reading) throws SQLException;
  }

  private <T> T read(Question<T> question) throws IOException {
    Reading reading = using().reading();
    try {
      return question.ask(reading);
    } catch (SQLException failed) {
      throw new IOException("the store cannot be read: " + failed.getMessage(), failed);
    } finally {
      done();
    }
  }

  @Override
  public List<SpanGroup> unsettled() throws IOException {
    return read(Reading::unsettled);
  }

  @Override
  public Optional<Trace> trace(TraceId id) throws IOException {
    return read(reading -> reading.trace(id));
  }

  @Override
  public List<UnitRow> units(UnitQuery query) throws IOException {
    return read(reading -> reading.units(query));
  }

  @Override
  public List<OperationRow> operations(Range range, Filter filter, String operation, Duration step)
      throws IOException {
    return read(reading -> reading.operations(range, filter, operation, step));
  }

  @Override
  public List<ShapeRow> shapes(ShapeQuery query) throws IOException {
    return read(reading -> reading.shapes(query));
  }

  @Override
  public List<FindingRow> findings(Range range, Filter filter, String operation)
      throws IOException {
    return read(reading -> reading.findings(range, filter, operation));
  }

  @Override
  public Optional<FindingRow> finding(String id) throws IOException {
    return read(reading -> reading.finding(id));
  }

  @Override
  public void mute(String findingId, String reason) throws IOException {
    Open now = using();
    try {
      boolean found =
          now.writer().run(() -> now.findings().mute(now.connection(), findingId, reason));
      if (!found) {
        throw new IOException("there is no finding " + findingId);
      }
    } finally {
      done();
    }
  }

  @Override
  public List<ErrorRow> errors(Range range, Filter filter, String operation) throws IOException {
    return read(reading -> reading.errors(range, filter, operation));
  }

  @Override
  public Known known() throws IOException {
    return read(Reading::known);
  }

  @Override
  public StoreStats stats() throws IOException {
    Open now = using();
    try {
      return now.reading().stats(file, now.tidying().trouble());
    } catch (SQLException failed) {
      throw new IOException("the store cannot be read: " + failed.getMessage(), failed);
    } finally {
      done();
    }
  }

  @Override
  public void tidy() throws IOException {
    Open now = using();
    try {
      Boolean ignored =
          now.writer()
              .run(() -> {
                now.tidying().tidy(Instant.now());
                return true;
              });
    } finally {
      done();
    }
  }

  @Override
  public void export(Path folder) throws IOException {
    Files.createDirectories(folder);
    Boolean ignored =
        read(reading -> {
          reading.export(folder);
          return true;
        });
  }

  @Override
  public void vacuum() throws IOException {
    swap.writeLock().lock();
    try {
      Path copy = file.resolveSibling(file.getFileName() + ".vacuum");
      Files.deleteIfExists(copy);
      try (Statement statement = open.connection().createStatement()) {
        statement.execute("ATTACH '" + copy.toString().replace("'", "''") + "' AS copy");
        statement.execute("COPY FROM DATABASE " + catalog() + " TO copy");
        statement.execute("DETACH copy");
      } catch (SQLException failed) {
        Files.deleteIfExists(copy);
        throw new IOException(
            "the copy could not be made, nothing was changed: " + failed.getMessage(), failed);
      }
      closeOpen();
      Path ignored =
          Files.move(
              copy, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".wal"));
      open = open();
    } finally {
      swap.writeLock().unlock();
    }
  }

  /// DuckDB names a database after its file.
  private String catalog() throws SQLException {
    try (Statement statement = open.connection().createStatement();
        var rows = statement.executeQuery("SELECT current_database()")) {
      if (!rows.next()) {
        throw new SQLException("the database has no name");
      }
      return '"' + rows.getString(1).replace("\"", "\"\"") + '"';
    }
  }

  private void closeOpen() throws IOException {
    open.writer().close();
    try {
      open.reading().close();
      open.connection().close();
    } catch (SQLException failed) {
      throw new IOException("the store does not close: " + failed.getMessage(), failed);
    }
  }

  @Override
  public void close() throws IOException {
    swap.writeLock().lock();
    try {
      closeOpen();
    } finally {
      swap.writeLock().unlock();
    }
  }
}
