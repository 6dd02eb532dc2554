package dev.hotclub.store;

import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.trace.Resource;
import java.time.Instant;
import java.util.List;

/// What is made durable at once: spans as they came, and what was concluded from spans that came in
/// this or an earlier batch.
///
/// @param groups of spans
/// @param units that ended
/// @param shapes calls of statements, added up
/// @param settled numbers of groups, of this or earlier batches, whose analysis is in this batch
public record Batch(
    List<SpanGroup> groups,
    List<UnitRow> units,
    List<ShapeTally> shapes,
    List<Sighting> findings,
    List<ErrorRow> errors,
    List<OperationRow> metrics,
    List<Long> settled) {

  /// Calls of one statement shape, added up, by whom.
  ///
  /// @param resource its service, environment, release and host are kept apart
  public record ShapeTally(Resource resource, ShapeRow row) {}

  /// A finding in one unit of work.
  ///
  /// @param weight of the unit
  public record Sighting(Finding finding, Instant at, String release, double weight) {}
}
