/// Live Python targets and seeded random values for tests.
@org.jspecify.annotations.NullMarked
module dev.hotclub.testkit {
  requires static transitive org.jspecify;
}
