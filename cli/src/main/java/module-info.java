/// The commands and the terminal views.
@org.jspecify.annotations.NullMarked
module dev.hotclub.cli {
  requires static transitive org.jspecify;
  requires transitive dev.hotclub.model;
  requires dev.hotclub.codec;
  requires dev.hotclub.sampler;
  requires org.jline.terminal;
}
