package dev.hotclub.model;

/// Why a thread is off the processor.
///
/// @param kind the family it belongs to
/// @param detail what exactly, for a person: `recv fd 9`, `futex`; empty where only the kind is
///   known
public record WaitReason(Kind kind, String detail) {
  public static final WaitReason UNKNOWN = new WaitReason(Kind.UNKNOWN, "");

  /// The families of waits that are told apart.
  public enum Kind {
    UNKNOWN,
    SLEEP,
    LOCK,
    SOCKET,
    POLL,
    FILE,
    PIPE,
    PROCESS,
    /// Uninterruptible: disk, page fault, network file system.
    DISK,
    /// Stopped by a signal or by a debugger.
    STOPPED
  }
}
