/// What one unit of work did: spans of requests, queries, calls, and the trace that they make.
@org.jspecify.annotations.NullMarked
package dev.hotclub.model.trace;
