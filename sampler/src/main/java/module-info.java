/// Looks over time: the clock or the kernel's ring, process trees, aggregation.
@org.jspecify.annotations.NullMarked
module dev.hotclub.sampler {
  requires static transitive org.jspecify;
  requires transitive dev.hotclub.model;
  requires transitive dev.hotclub.remote;

  exports dev.hotclub.sampler;
}
