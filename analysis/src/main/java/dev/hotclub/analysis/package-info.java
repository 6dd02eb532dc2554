/// From traces to findings.
@org.jspecify.annotations.NullMarked
package dev.hotclub.analysis;
