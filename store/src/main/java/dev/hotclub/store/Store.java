package dev.hotclub.store;

import dev.hotclub.model.trace.Trace;
import dev.hotclub.model.trace.TraceId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Keeps what was measured and concluded. Every engine passes the same contract suite.
///
/// Methods may be called by any thread. Reads see everything whose `write` has returned.
public interface Store extends AutoCloseable {
  /// Makes a batch durable, all of it or nothing. Returns when it is.
  ///
  /// @throws IOException if it could not be kept; then none of it is
  void write(Batch batch) throws IOException;

  /// Spans whose analysis no batch has settled: the work of a server that was killed.
  List<SpanGroup> unsettled() throws IOException;

  Optional<Trace> trace(TraceId id) throws IOException;

  List<UnitRow> units(UnitQuery query) throws IOException;

  /// @param operation empty for all
  /// @param step of time, at least 10 s; the range's length or more gives one row an operation
  List<OperationRow> operations(Range range, Filter filter, String operation, Duration step)
      throws IOException;

  /// Ordered by total time, descending.
  List<ShapeRow> shapes(ShapeQuery query) throws IOException;

  /// Ordered by lost time, descending; those not seen in the range come last.
  ///
  /// @param operation empty for all
  List<FindingRow> findings(Range range, Filter filter, String operation) throws IOException;

  Optional<FindingRow> finding(String id) throws IOException;

  /// @param reason empty opens it again
  void mute(String findingId, String reason) throws IOException;

  List<ErrorRow> errors(Range range, Filter filter, String operation) throws IOException;

  StoreStats stats() throws IOException;

  /// Deletes what is older than the settings allow, and adds up old tallies. A store does this by
  /// itself now and then.
  void tidy() throws IOException;

  /// Gives back to the disk what was deleted. Writing waits meanwhile.
  void vacuum() throws IOException;

  /// Writes every table as a Parquet file into a folder.
  void export(Path folder) throws IOException;

  /// Services, environments, releases and hosts that were seen, by name.
  Known known() throws IOException;

  @Override
  void close() throws IOException;
}
