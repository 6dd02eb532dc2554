/// Ingest, API and pages. Reads no other process.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic")
module dev.hotclub.server {
  requires static transitive org.jspecify;
  requires dev.hotclub.model;
  requires dev.hotclub.codec;
  requires dev.hotclub.store;
  requires dev.hotclub.analysis;
  requires com.fasterxml.jackson.core;
  requires io.helidon.webserver;
  requires io.helidon.webserver.http2;
  requires io.helidon.common.buffers;
  requires io.helidon.common.socket;
  requires io.helidon.http;
  requires io.helidon.http.encoding;
  requires java.logging;
  requires java.net.http;
  requires java.management;
  requires gg.jte.runtime;
}
