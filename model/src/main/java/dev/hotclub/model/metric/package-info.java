/// Durations counted in buckets that merge without loss.
@org.jspecify.annotations.NullMarked
package dev.hotclub.model.metric;
