package dev.hotclub.remote.kernel;

/// The kernel refused a step of loading the programs.
final class BpfRefusal extends Exception {
  private static final long serialVersionUID = 1;

  final String reason;
  final int error;

  /// @param step what was tried
  /// @param error the kernel's error number, positive
  BpfRefusal(String step, int error, String detail) {
    super(step + ": " + detail, null, false, false);
    this.reason = step + ": " + detail;
    this.error = error;
  }
}
