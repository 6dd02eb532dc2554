package dev.hotclub.store;

import java.time.Instant;
import java.util.Optional;

/// What a store holds.
///
/// @param bytes on disk, of everything
/// @param otherOperations units that were counted as `other`
/// @param otherShapes calls that were counted as `other`
/// @param trouble why old data could not be deleted last; empty if it could
public record StoreStats(
    long bytes,
    long spans,
    long traces,
    long units,
    long operations,
    long shapes,
    long findings,
    long otherOperations,
    long otherShapes,
    Optional<Instant> oldest,
    Optional<Instant> newest,
    String trouble) {}
