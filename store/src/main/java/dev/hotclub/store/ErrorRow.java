package dev.hotclub.store;

import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.TraceId;
import java.time.Instant;

/// One kind of exception at one operation.
///
/// @param type qualified name of the exception
/// @param message of the latest, masked
/// @param site where own code raised it or was called by what raised it
/// @param example a trace that has it
public record ErrorRow(
    String service,
    String operation,
    String type,
    String message,
    Site site,
    Instant firstSeen,
    Instant lastSeen,
    double count,
    TraceId example) {}
