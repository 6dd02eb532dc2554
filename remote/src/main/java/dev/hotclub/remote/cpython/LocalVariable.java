package dev.hotclub.remote.cpython;

/// A local variable of a frame, as a person reads it.
///
/// @param name as in the source
/// @param text the value as Python's `repr` would show it where it could be read, bounded in length
///   and depth
public record LocalVariable(String name, String text, Role role) {
  /// What a variable is to its function.
  public enum Role {
    /// A parameter, `*args` and `**kwargs` included.
    ARGUMENT,
    LOCAL
  }
}
