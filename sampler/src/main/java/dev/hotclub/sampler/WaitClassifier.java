package dev.hotclub.sampler;

import dev.hotclub.model.WaitReason;
import dev.hotclub.model.WaitReason.Kind;
import java.util.function.IntFunction;

/// Names a wait by the system call that the thread is in.
final class WaitClassifier {
  private final IntFunction<String> descriptors;

  /// @param descriptors what a file descriptor of the process leads to, as `/proc/pid/fd` shows it
  ///   (`socket:[123]`, `pipe:[4]`, a path); empty where it cannot be read
  WaitClassifier(IntFunction<String> descriptors) {
    this.descriptors = descriptors;
  }

  /// @param number the system call's number on this machine's architecture; negative where the
  ///   thread is not in a system call (a page fault, say) or it is not known
  /// @param first the call's first argument: for most, a file descriptor
  WaitReason classify(long number, long first) {
    return switch (WaitingCall.of(number)) {
      case NONE -> WaitReason.UNKNOWN;
      case FUTEX -> new WaitReason(Kind.LOCK, "futex");
      case SLEEP -> new WaitReason(Kind.SLEEP, "sleep");
      // select() without descriptors is how CPython slept before 3.11
      case SELECT -> first == 0 ? new WaitReason(Kind.SLEEP, "select") : poll("select");
      case POLL -> poll("poll");
      case EPOLL -> poll("epoll");
      case SOCKET -> descriptor(Kind.SOCKET, first);
      case TRANSFER -> descriptor(Kind.FILE, first);
      case DISK -> descriptor(Kind.DISK, first);
      case PROCESS -> new WaitReason(Kind.PROCESS, "wait");
      case OTHER -> new WaitReason(Kind.UNKNOWN, "system call " + number);
    };
  }

  private static WaitReason poll(String call) {
    return new WaitReason(Kind.POLL, call);
  }

  private WaitReason descriptor(Kind otherwise, long fd) {
    if (fd < 0 || fd > Integer.MAX_VALUE) {
      return new WaitReason(otherwise, "");
    }
    String leads = descriptors.apply((int) fd);
    Kind kind =
        leads.startsWith("socket:")
            ? Kind.SOCKET
            : leads.startsWith("pipe:") ? Kind.PIPE : otherwise;
    return new WaitReason(kind, leads.isEmpty() ? "fd " + fd : "fd " + fd + " " + leads);
  }
}
