package dev.hotclub.cli;

import dev.hotclub.remote.cpython.AttachFailure;

/// What was asked cannot be done, and what to do about it: one line, lower case, no full stop.
final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  Failure(String message) {
    super(message);
  }

  /// A process that cannot be looked into.
  ///
  /// @param command the name of the command that was to do it
  static Failure of(AttachFailure why, String command) {
    return new Failure(why.message(launcher() + " " + command));
  }

  /// How hotclub was started, as its launcher says: `sudo` often looks for programs elsewhere.
  private static String launcher() {
    return System.getProperty("hotclub.command", "hotclub");
  }

  Failure(String message, Throwable cause) {
    super(message, cause);
  }
}
