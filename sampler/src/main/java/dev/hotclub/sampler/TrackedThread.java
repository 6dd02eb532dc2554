package dev.hotclub.sampler;

/// One thread of a target, and what is known of it between two samples.
final class TrackedThread {
  private final int pid;
  private final int nativeId;
  private boolean holdsGil;

  TrackedThread(int pid, int nativeId) {
    this.pid = pid;
    this.nativeId = nativeId;
  }

  int pid() {
    return pid;
  }

  int nativeId() {
    return nativeId;
  }

  boolean holdsGil() {
    return holdsGil;
  }

  void holdsGil(boolean holds) {
    holdsGil = holds;
  }
}
