package dev.hotclub.store;

import dev.hotclub.model.trace.Span;
import java.util.List;

/// Spans of one trace that came together.
///
/// @param number unique and ascending, given by whoever writes; names the group in [Batch#settled]
public record SpanGroup(long number, List<Span> spans) {}
