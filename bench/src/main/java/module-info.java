/// Comparisons with peers; never shipped.
@org.jspecify.annotations.NullMarked
module dev.hotclub.bench {
  requires static transitive org.jspecify;
  requires dev.hotclub.codec;
  requires dev.hotclub.sampler;
  requires transitive dev.hotclub.model;
  requires java.management;
  requires jdk.management;
}
