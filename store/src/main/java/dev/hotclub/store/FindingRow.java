package dev.hotclub.store;

import dev.hotclub.model.finding.Finding;
import java.time.Instant;

/// A finding over time.
///
/// @param latest as it was seen last
/// @param firstRelease empty if unknown
/// @param seen units that showed it in the range, weighted
/// @param lostNanos sum over those units
/// @param reason why it was muted; empty if it is not
public record FindingRow(
    Finding latest,
    FindingState state,
    Instant firstSeen,
    Instant lastSeen,
    String firstRelease,
    double seen,
    double lostNanos,
    String reason) {}
