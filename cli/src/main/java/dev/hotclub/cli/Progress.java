package dev.hotclub.cli;

import dev.hotclub.model.Cost;
import dev.hotclub.model.Losses;
import dev.hotclub.sampler.Sampler;
import java.time.Duration;
import java.util.Optional;

/// The line that tells how far a recording has come, where somebody can see it.
final class Progress implements Sampler.Watcher {
  /// Twice a second: fast enough to look alive, slow enough to read.
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Screen screen;
  private final Interrupts interrupts;
  private final Optional<Duration> limit;
  private Duration shown = Duration.ZERO;

  Progress(Screen screen, Interrupts interrupts, Optional<Duration> limit) {
    this.screen = screen;
    this.interrupts = interrupts;
    this.limit = limit;
  }

  @Override
  public boolean stop() {
    return interrupts.asked();
  }

  @Override
  public void progress(Duration elapsed, Losses soFar, Cost costSoFar) {
    if (screen.errIs() != Screen.Paper.TERMINAL || elapsed.minus(shown).compareTo(BETWEEN) < 0) {
      return;
    }
    shown = elapsed;
    String of = limit.map(length -> " of " + Amounts.of(length)).orElse("");
    screen
        .err()
        .print(
            CLEAR_LINE
                + Amounts.of(elapsed)
                + of
                + " · "
                + Amounts.count(soFar.kept())
                + " samples · "
                + Amounts.count(soFar.lost())
                + " lost · Ctrl-C ends it and writes what there is");
    screen.err().flush();
  }

  /// Removes the line, for what comes after it.
  void clear() {
    if (!shown.isZero()) {
      screen.err().print(CLEAR_LINE);
    }
  }
}
