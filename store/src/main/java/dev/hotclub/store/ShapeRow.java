package dev.hotclub.store;

import dev.hotclub.model.metric.Buckets;
import dev.hotclub.model.trace.Site;
import java.time.Instant;

/// What the calls of one statement shape took in one step of time.
///
/// @param shape its hash: the same in every store
/// @param text the statement with its values' places marked
/// @param summary `SELECT shop_book shop_author`
/// @param operation of the units that called it; empty where rows of all are added up
/// @param site where own code called it; `NOWHERE` where rows of all are added up
/// @param relation `app.Model.field`; empty if none or where rows of all are added up
/// @param units how many units of work called it
/// @param nanos sum of durations
public record ShapeRow(
    long shape,
    String text,
    String summary,
    String system,
    String service,
    String operation,
    Site site,
    String relation,
    Instant from,
    Buckets durations,
    double calls,
    double units,
    double nanos,
    double rows) {}
