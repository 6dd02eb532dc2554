package dev.hotclub.remote.cpython;

/// The process ended, or runs another program now.
public final class TargetGone extends Exception {
  private static final long serialVersionUID = 1;

  public TargetGone(int pid, String what) {
    super("process " + pid + " " + what);
  }
}
