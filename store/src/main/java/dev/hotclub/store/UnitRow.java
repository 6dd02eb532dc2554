package dev.hotclub.store;

import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Outcome;
import dev.hotclub.model.trace.Resource;
import dev.hotclub.model.trace.TraceId;
import java.time.Instant;

/// One unit of work: a request, a command, a task. Counts and times are of everything beneath it;
/// times of calls that overlap are added up.
///
/// @param span id of its span in the trace
/// @param operation `GET books/<int:pk>/`: method and route
/// @param error type of the exception that ended it; empty if none
/// @param duplicates queries with the shape and the parameters of an earlier one
/// @param similar queries with the shape of an earlier one
/// @param findings how many
/// @param spans how many are kept of it
public record UnitRow(
    TraceId trace,
    long span,
    Instant start,
    long nanos,
    Resource resource,
    String operation,
    Call.Request request,
    Outcome outcome,
    String error,
    int queries,
    int duplicates,
    int similar,
    long queryNanos,
    long cacheNanos,
    long httpNanos,
    int findings,
    int spans) {}
