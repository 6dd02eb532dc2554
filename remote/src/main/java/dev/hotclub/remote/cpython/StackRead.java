package dev.hotclub.remote.cpython;

import dev.hotclub.model.Stack;

/// What a copy of a thread's frames turned out to be.
public sealed interface StackRead {
  /// A chain of calls from the innermost to the outermost.
  ///
  /// @param cut whether outer frames were left out because they did not fit
  record Complete(Stack stack, boolean cut) implements StackRead {}

  /// The copy is not of one instant. What is certain are the outer frames that could be followed;
  /// may be empty.
  ///
  /// @param reason for a person, lower case
  record Torn(Stack certain, String reason) implements StackRead {}
}
