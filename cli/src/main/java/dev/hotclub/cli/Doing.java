package dev.hotclub.cli;

import dev.hotclub.model.Activity;
import dev.hotclub.model.WaitReason;

/// What a thread does, in words.
public final class Doing {
  private Doing() {}

  /// `on CPU`, `waiting: socket, recv fd 9`.
  public static String of(Activity activity) {
    return switch (activity) {
      case Activity.OnCpu _ -> "on CPU";
      case Activity.Queued _ -> "runnable, no CPU free";
      case Activity.WaitingForGil _ -> "waiting for the GIL";
      case Activity.Waiting(WaitReason reason) -> waiting(reason);
      case Activity.Unknown _ -> "state unknown";
    };
  }

  /// For programs: `on-cpu`, `runnable`, `waiting-for-gil`, `waiting`, `unknown`.
  public static String word(Activity activity) {
    return switch (activity) {
      case Activity.OnCpu _ -> "on-cpu";
      case Activity.Queued _ -> "runnable";
      case Activity.WaitingForGil _ -> "waiting-for-gil";
      case Activity.Waiting _ -> "waiting";
      case Activity.Unknown _ -> "unknown";
    };
  }

  private static String waiting(WaitReason reason) {
    String kind =
        switch (reason.kind()) {
          case UNKNOWN -> "";
          case SLEEP -> "sleeping";
          case LOCK -> "waiting: lock";
          case SOCKET -> "waiting: socket";
          case POLL -> "waiting: input on any of its descriptors";
          case FILE -> "waiting: file";
          case PIPE -> "waiting: pipe";
          case PROCESS -> "waiting: child process";
          case DISK -> "waiting: disk";
          case STOPPED -> "stopped";
        };
    String what = kind.isEmpty() ? "waiting" : kind;
    return reason.detail().isEmpty() ? what : what + ", " + Printable.of(reason.detail());
  }
}
