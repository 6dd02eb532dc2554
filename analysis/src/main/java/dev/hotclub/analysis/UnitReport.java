package dev.hotclub.analysis;

import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.trace.Span;
import java.util.List;

/// What is concluded of one unit of work.
///
/// @param duplicates queries with the shape and the parameters of another, counted as debug-toolbar
///   counts them: every one of such a group
/// @param similar queries with the shape of another, every one of such a group
/// @param queryNanos sum over queries; those of the cache and of HTTP likewise
public record UnitReport(
    Span unit,
    int queries,
    int duplicates,
    int similar,
    long queryNanos,
    long cacheNanos,
    long httpNanos,
    List<Finding> findings) {}
