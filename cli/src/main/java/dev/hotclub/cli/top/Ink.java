package dev.hotclub.cli.top;

import dev.hotclub.model.Origin;
import org.jline.utils.AttributedStyle;

/// How things are told apart, by weight first and by colour where that is wanted.
public enum Ink {
  COLOUR,
  /// For `NO_COLOR` (no-color.org).
  BLACK_AND_WHITE;

  /// From a fifth of a thread's time on, a row is where somebody should look.
  private static final double HOT = 0.20;

  private static final double WARM = 0.05;

  AttributedStyle plain() {
    return AttributedStyle.DEFAULT;
  }

  AttributedStyle strong() {
    return AttributedStyle.BOLD;
  }

  AttributedStyle faint() {
    return AttributedStyle.DEFAULT.faint();
  }

  AttributedStyle mark() {
    return AttributedStyle.INVERSE;
  }

  AttributedStyle warning() {
    return coloured(AttributedStyle.BOLD, AttributedStyle.YELLOW);
  }

  AttributedStyle share(double share) {
    return share >= HOT
        ? coloured(AttributedStyle.BOLD, AttributedStyle.RED)
        : share >= WARM
            ? coloured(AttributedStyle.DEFAULT, AttributedStyle.YELLOW)
            : AttributedStyle.DEFAULT;
  }

  AttributedStyle code(Origin origin) {
    return switch (origin) {
      case OWN -> AttributedStyle.BOLD;
      case LIBRARY -> AttributedStyle.DEFAULT;
      case INTERPRETER -> AttributedStyle.DEFAULT.faint();
    };
  }

  private AttributedStyle coloured(AttributedStyle style, int colour) {
    return switch (this) {
      case COLOUR -> style.foreground(colour);
      case BLACK_AND_WHITE -> style;
    };
  }
}
