package dev.hotclub.model;

import java.util.List;

/// The calls of one thread at one instant, innermost first, as CPython links them and pprof stores
/// them. Equal stacks are equal values.
///
/// Not a record because the hash of a stack hundreds of frames deep is asked for at every sample,
/// so it is kept.
public final class Stack {
  /// No Python frame: a thread that has not entered Python or has left it.
  public static final Stack EMPTY = new Stack(List.of());

  private final List<Frame> frames;
  private final int hash;

  public Stack(List<Frame> frames) {
    this.frames = List.copyOf(frames);
    this.hash = this.frames.hashCode();
  }

  /// Innermost first; unmodifiable.
  public List<Frame> frames() {
    return frames;
  }

  public int depth() {
    return frames.size();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Stack stack && hash == stack.hash && frames.equals(stack.frames));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "Stack" + frames;
  }
}
