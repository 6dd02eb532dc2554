package dev.hotclub.cli;

/// What was asked cannot be done, and what to do about it: one line, lower case, no full stop.
final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  Failure(String message) {
    super(message);
  }

  Failure(String message, Throwable cause) {
    super(message, cause);
  }
}
