package dev.hotclub.cli.top;

/// One press.
sealed interface Key {
  /// A character, control characters included, as a code point.
  record Typed(int character) implements Key {}

  /// A key that sends no character.
  enum Named implements Key {
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    HOME,
    END,
    ENTER,
    ERASE,
    ESCAPE,
    /// Ctrl-C, or that there is nobody to press keys any more.
    END_OF_INPUT,
    /// A sequence that means nothing here.
    OTHER
  }
}
