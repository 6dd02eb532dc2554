/// Live Python targets for tests: which interpreters are here, and programs that run on them.
@org.jspecify.annotations.NullMarked
module dev.hotclub.testkit {
  requires static transitive org.jspecify;

  exports dev.hotclub.testkit;
}
