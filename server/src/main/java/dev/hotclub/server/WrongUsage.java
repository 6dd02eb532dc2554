package dev.hotclub.server;

/// A command line or environment that cannot be meant.
final class WrongUsage extends Exception {
  private static final long serialVersionUID = 1L;

  WrongUsage(String message) {
    super(message, null, false, false);
  }
}
