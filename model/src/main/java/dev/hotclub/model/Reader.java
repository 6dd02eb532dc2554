package dev.hotclub.model;

/// How stacks are read from a process that keeps running.
public enum Reader {
  /// The kernel copies them in its sampling interrupt (eBPF).
  KERNEL,
  /// Read as they run; what moved is read again under a stop of that one thread (ptrace).
  STOP,
  /// Read as they run, never a stop; what moved is marked approximate.
  LOOK;

  /// As typed and shown: `kernel`, `stop`, `look`.
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
