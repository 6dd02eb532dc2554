package dev.hotclub.analysis;

import java.util.List;

/// A statement without what changes from call to call: literals, lists of values, placeholders,
/// comments, names of savepoints.
///
/// @param hash 64 bits of `text`; the same in every process
/// @param text with `?` for every value, `?…` for a list of them
/// @param summary as OpenTelemetry's `db.query.summary` has it: `SELECT shop_book shop_author`
/// @param operation `SELECT`, `INSERT`, `SAVEPOINT`, …
/// @param tables in the order of their first mention, quotes taken off
public record SqlShape(
    long hash, String text, String summary, String operation, List<String> tables) {}
