package dev.hotclub.model.finding;

import dev.hotclub.model.trace.Site;

/// One change that ends a finding, and what it is predicted to bring.
///
/// @param at the line to change; [Site#NOWHERE] if it cannot be known
/// @param change in words, one line: ``add `.select_related("author__country")` ``
/// @param code to copy; empty if words must do
/// @param queriesBefore statements of the unit of work as measured
/// @param queriesAfter as predicted; equal to `queriesBefore` if their number does not change
/// @param nanosBefore duration of the unit of work as measured
/// @param nanosAfter as predicted
/// @param caveat what to look out for; empty if nothing
public record Fix(
    Site at,
    String change,
    String code,
    int queriesBefore,
    int queriesAfter,
    long nanosBefore,
    long nanosAfter,
    String caveat) {}
