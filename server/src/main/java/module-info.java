/// Ingest, API and pages. Reads no other process.
@org.jspecify.annotations.NullMarked
module dev.hotclub.server {
  requires static transitive org.jspecify;
  requires dev.hotclub.model;
  requires dev.hotclub.codec;
  requires dev.hotclub.store;
  requires dev.hotclub.analysis;
}
