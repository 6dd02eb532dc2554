/// Comparisons with peers; never shipped.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic")
module dev.hotclub.bench {
  requires static transitive org.jspecify;
  requires dev.hotclub.codec;
  requires dev.hotclub.sampler;
  requires transitive dev.hotclub.model;
  requires com.google.protobuf;
  requires io.opentelemetry.proto;
  requires java.management;
  requires java.net.http;
  requires jdk.management;
}
