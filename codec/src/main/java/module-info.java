/// Bytes to model and back, one file per format.
@org.jspecify.annotations.NullMarked
module dev.hotclub.codec {
  requires static transitive org.jspecify;
  requires transitive dev.hotclub.model;
  // whoever reads JSON requires it: the command line does not, and starts without
  requires static com.fasterxml.jackson.core;

  exports dev.hotclub.codec;
  exports dev.hotclub.codec.flame;
  exports dev.hotclub.codec.hc;
  exports dev.hotclub.codec.otlp;
}
