/// What was measured and concluded: frames, stacks, samples, recordings, profiles and call trees.
/// Values only: no I/O and no clock.
@org.jspecify.annotations.NullMarked
module dev.hotclub.model {
  requires static transitive org.jspecify;

  exports dev.hotclub.model;
  exports dev.hotclub.model.finding;
  exports dev.hotclub.model.metric;
  exports dev.hotclub.model.trace;
}
