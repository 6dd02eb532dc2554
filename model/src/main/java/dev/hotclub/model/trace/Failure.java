package dev.hotclub.model.trace;

import java.util.List;

/// An exception that was seen by a span.
///
/// @param type qualified, `django.db.utils.OperationalError`
/// @param message masked by the sender
/// @param stack own code first, innermost first; empty if unknown
/// @param escaped whether it left the span
public record Failure(String type, String message, List<Site> stack, boolean escaped) {}
