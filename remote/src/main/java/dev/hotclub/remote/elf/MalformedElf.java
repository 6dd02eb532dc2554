package dev.hotclub.remote.elf;

import java.io.IOException;

/// A file that is no ELF file of this machine's kind, or contradicts itself.
public final class MalformedElf extends IOException {
  private static final long serialVersionUID = 1;

  public MalformedElf(String what) {
    super(what);
  }
}
