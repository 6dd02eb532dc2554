package dev.hotclub.codec.otlp;

/// A message that is not what OTLP says, or larger than is read. Has no stack trace: senders cause
/// it.
public final class MalformedOtlp extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedOtlp(String message) {
    super(message, null, false, false);
  }
}
