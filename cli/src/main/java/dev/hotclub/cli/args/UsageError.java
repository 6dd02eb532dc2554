package dev.hotclub.cli.args;

/// What was typed cannot be meant: an option that is not there, a value of the wrong kind.
public final class UsageError extends Exception {
  private static final long serialVersionUID = 1;

  public UsageError(String message) {
    super(message);
  }
}
