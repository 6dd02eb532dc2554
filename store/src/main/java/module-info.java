/// What was measured and concluded, kept on disk: one narrow door, and the engines behind it.
@org.jspecify.annotations.NullMarked
module dev.hotclub.store {
  requires static transitive org.jspecify;
  requires transitive dev.hotclub.model;
  requires dev.hotclub.codec;

  exports dev.hotclub.store;
}
