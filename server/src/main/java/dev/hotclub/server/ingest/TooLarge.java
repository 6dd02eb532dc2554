package dev.hotclub.server.ingest;

/// A message over the limit.
final class TooLarge extends Exception {
  private static final long serialVersionUID = 1L;

  TooLarge(long bytes, long most) {
    super(
        "a message of " + bytes + " bytes or more; " + most + " are taken (--max-message)",
        null,
        false,
        false);
  }
}
