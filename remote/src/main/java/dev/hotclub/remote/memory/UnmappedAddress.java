package dev.hotclub.remote.memory;

/// An address of another process could not be read. Ordinary while the process runs: pointers go
/// stale between two reads. Carries no stack trace because it is part of the hot path's normal
/// course.
public final class UnmappedAddress extends Exception {
  private static final long serialVersionUID = 1;

  private final long address;
  private final long error;

  /// @param error the error number, positive
  public UnmappedAddress(long address, long error) {
    super(
        "address 0x" + Long.toHexString(address) + " cannot be read (error " + error + ")",
        null,
        false,
        false);
    this.address = address;
    this.error = error;
  }

  public long address() {
    return address;
  }

  /// The kernel's error number: 3 (no such process), 14 (bad address), 1 (not permitted).
  public long error() {
    return error;
  }
}
