package dev.hotclub.model.finding;

import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.TraceId;
import java.util.List;

/// Something that costs time in one unit of work, why, and what to change. One finding a cause: it
/// is the same in every request that shows it.
///
/// @param id stable over time and processes: a hash of kind, service, operation and cause, 16
///   hexadecimal digits
/// @param operation of the unit of work, `GET books/`
/// @param title one line: "Book.author is loaded once per row: 68 × SELECT … FROM author WHERE id =
///   ?"
/// @param sites where own code caused it, most frequent first
/// @param template where a template did; [Site#NOWHERE] otherwise
/// @param shape the statement's shape, or a key or path pattern; empty if there is none
/// @param fixes the best first; empty if nothing can be advised
/// @param count repeats in this unit of work
/// @param rows rows of the result that the repeats grow with; 0 if there is none
/// @param lostNanos of this unit of work that the best fix is predicted to save
/// @param spans the spans that show it, at most 1,000
public record Finding(
    String id,
    FindingKind kind,
    String service,
    String operation,
    String title,
    List<Site> sites,
    Site template,
    String shape,
    List<Evidence> evidence,
    List<Fix> fixes,
    int count,
    long rows,
    long lostNanos,
    TraceId trace,
    long unit,
    List<Long> spans) {}
