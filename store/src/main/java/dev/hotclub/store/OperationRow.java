package dev.hotclub.store;

import dev.hotclub.model.metric.Buckets;
import java.time.Instant;

/// What the units of work of one operation took in one step of time, over all of them whether their
/// traces are kept or not. Counts are weighted.
///
/// @param from start of the step
/// @param durations without long-lived ones
/// @param error the relative error of quantiles: 0.0054, or that of the coarsest histogram that
///   somebody sent
/// @param nanos sum of durations
public record OperationRow(
    String service,
    String operation,
    Instant from,
    Buckets durations,
    double error,
    double units,
    double failed,
    double nanos,
    double queries,
    double queryNanos,
    double cacheNanos,
    double httpNanos,
    double queueNanos) {}
