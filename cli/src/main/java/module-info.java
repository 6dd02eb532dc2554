/// The commands and the terminal views.
@org.jspecify.annotations.NullMarked
module dev.hotclub.cli {
  requires static transitive org.jspecify;
  requires transitive dev.hotclub.model;
  requires dev.hotclub.codec;
  requires dev.hotclub.sampler;
  requires org.jline.terminal;
  // JLine hears of signals through sun.misc.Signal, which it finds by reflection
  requires jdk.unsupported;
}
