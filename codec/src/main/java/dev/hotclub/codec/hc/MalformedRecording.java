package dev.hotclub.codec.hc;

import java.io.IOException;

/// A file that is no recording, or contradicts itself.
public final class MalformedRecording extends IOException {
  private static final long serialVersionUID = 1;

  public MalformedRecording(String what) {
    super(what);
  }
}
