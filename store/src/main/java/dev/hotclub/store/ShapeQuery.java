package dev.hotclub.store;

import java.time.Duration;
import java.util.OptionalLong;

/// Which statement shapes, and what is kept apart.
///
/// @param operation empty for all
/// @param apart what is not added up
/// @param step of time; the range's length or more gives one row for each
public record ShapeQuery(
    Range range,
    Filter filter,
    String operation,
    OptionalLong shape,
    Apart apart,
    Duration step,
    int limit) {
  /// What rows are kept apart by, beside the shape.
  public enum Apart {
    SHAPE,
    OPERATION,
    SITE
  }
}
