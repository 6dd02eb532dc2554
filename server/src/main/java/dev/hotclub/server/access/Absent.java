package dev.hotclub.server.access;

/// What was asked for is not there: the answer is 404 with these words.
@SuppressWarnings("serial")
public final class Absent extends RuntimeException {
  public Absent(String words) {
    super(words);
  }
}
