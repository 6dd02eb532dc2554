package dev.hotclub.remote.cpython;

/// How much of a value is shown.
///
/// @param characters of its text; the rest is cut off and an ellipsis says so
/// @param depth levels of containers and instances inside of each other
/// @param items of one container, attributes of one instance
public record ValueLimits(int characters, int depth, int items) {
  /// A line of a wide terminal, as py-spy cuts them.
  public static final ValueLimits SHORT = new ValueLimits(128, 3, 32);

  /// A screenful.
  public static final ValueLimits LONG = new ValueLimits(4096, 6, 256);
}
