package dev.hotclub.codec;

import dev.hotclub.model.Losses;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.Session;
import java.util.Optional;

/// How a recording was made and what it missed, in a line for formats that have room for one.
final class Caption {
  private Caption() {}

  static String of(Session session, Optional<Outcome> outcome) {
    Losses losses = outcome.map(Outcome::losses).orElse(Losses.NONE);
    StringBuilder words = new StringBuilder(session.producer());
    words.append(": ").append(session.ratePerSecond()).append(" samples/s, ");
    words.append(session.reader().word()).append(" reader, ");
    words.append(losses.exact()).append(" exact");
    count(words, losses.approximate(), "approximate");
    count(words, losses.lost(), "lost");
    count(words, losses.late(), "late");
    count(words, losses.cut(), "cut");
    return words.toString();
  }

  private static void count(StringBuilder words, long count, String what) {
    if (count > 0) {
      words.append(", ").append(count).append(' ').append(what);
    }
  }
}
