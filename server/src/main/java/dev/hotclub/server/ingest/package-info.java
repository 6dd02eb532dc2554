/// Takes OTLP over HTTP and gRPC, has it analysed, and answers when it is durable.
@org.jspecify.annotations.NullMarked
package dev.hotclub.server.ingest;
