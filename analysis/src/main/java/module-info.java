/// What is concluded from what was measured. Pure: no I/O and no clock.
@org.jspecify.annotations.NullMarked
module dev.hotclub.analysis {
  requires static transitive org.jspecify;
  requires transitive dev.hotclub.model;

  exports dev.hotclub.analysis;
}
