/// Looks over time: the clock or the kernel's ring, process trees, aggregation.
@org.jspecify.annotations.NullMarked
module dev.hotclub.sampler {
  requires static transitive org.jspecify;
  requires transitive dev.hotclub.model;
  requires transitive dev.hotclub.remote;
  requires java.management;
  requires jdk.management;

  exports dev.hotclub.sampler;
  exports dev.hotclub.sampler.live;
}
