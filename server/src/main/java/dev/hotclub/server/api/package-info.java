/// The pages' JSON twins, the document that describes them, and what Prometheus reads.
@org.jspecify.annotations.NullMarked
package dev.hotclub.server.api;
