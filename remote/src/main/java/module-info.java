/// Looks into another process: the only room with native code.
@org.jspecify.annotations.NullMarked
module dev.hotclub.remote {
  requires static transitive org.jspecify;
  requires transitive dev.hotclub.model;

  exports dev.hotclub.remote.kernel;
  exports dev.hotclub.remote.libc;
  exports dev.hotclub.remote.memory;
  exports dev.hotclub.remote.process;
  exports dev.hotclub.remote.ptrace;
  exports dev.hotclub.remote.cpython;
}
