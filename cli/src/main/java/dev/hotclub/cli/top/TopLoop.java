package dev.hotclub.cli.top;

import dev.hotclub.sampler.live.LiveCounts;
import dev.hotclub.sampler.live.LiveSampling;
import dev.hotclub.sampler.live.LiveView;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Draws, and does what keys say, until somebody quits or the last process ends.
public final class TopLoop {
  /// The first table comes sooner than the others: somebody looks at an empty one.
  private static final Duration FIRST_DELAY = Duration.ofMillis(400);

  private final LiveSampling sampling;
  private final String who;
  private final Duration delay;
  private final Ink ink;
  private final Load load;
  private TopState state;
  private Facts facts;
  private long nextNanos;

  private TopLoop(
      LiveSampling sampling, int pid, String who, Duration delay, TopState state, Ink ink) {
    this.sampling = sampling;
    this.load = new Load(pid);
    this.who = who;
    this.delay = delay;
    this.ink = ink;
    this.state = state;
    this.facts = look();
    this.nextNanos = System.nanoTime() + Math.min(delay.toNanos(), FIRST_DELAY.toNanos());
  }

  /// Runs on this process's terminal.
  ///
  /// @param pid the process that was named
  /// @param who the same in a few words, safe to print
  /// @return why it ended, for a person; empty if somebody quit
  public static Optional<String> run(
      LiveSampling sampling,
      int pid,
      String who,
      Duration delay,
      Optional<Duration> limit,
      Beginning beginning)
      throws IOException {
    try (FullScreen screen = FullScreen.open()) {
      TopState state = TopState.first(beginning.rows(), beginning.names(), beginning.counting());
      return new TopLoop(sampling, pid, who, delay, state, beginning.ink()).loop(screen, limit);
    }
  }

  private Optional<String> loop(FullScreen screen, Optional<Duration> limit) throws IOException {
    long start = System.nanoTime();
    long length = limit.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    draw(screen);
    while (!screen.endAsked() && System.nanoTime() - start < length) {
      Optional<String> end = sampling.end();
      if (end.isPresent()) {
        return end;
      }
      long left = nextNanos - System.nanoTime();
      Optional<Key> key = screen.key(Duration.ofNanos(Math.max(0, left)));
      screen.stopIfAsked();
      boolean due = System.nanoTime() >= nextNanos;
      if (due) {
        nextNanos = System.nanoTime() + delay.toNanos();
        if (state.motion() == TopState.Motion.FOLLOWING) {
          facts = look();
        }
      }
      if (key.isPresent() && press(key.get(), screen)) {
        return Optional.empty();
      }
      if (due || key.isPresent() || screen.resized()) {
        draw(screen);
      }
    }
    return Optional.empty();
  }

  /// Whether it was the last.
  private boolean press(Key key, FullScreen screen) {
    Press press = Press.of(key, state, facts.view(), TopScreen.page(screen.height()));
    state = press.state();
    LiveCounts counts = sampling.counts();
    return switch (press.effect()) {
      case NONE -> false;
      case RESET -> {
        counts.reset();
        begin();
        yield false;
      }
      case RECOUNT -> {
        counts.count(state.counting());
        state.only().ifPresentOrElse(counts::only, counts::everyThread);
        begin();
        yield false;
      }
      case QUIT -> true;
    };
  }

  /// An empty table, and a full one soon.
  private void begin() {
    state = state.motion(TopState.Motion.FOLLOWING);
    facts = look();
    nextNanos = System.nanoTime() + Math.min(delay.toNanos(), FIRST_DELAY.toNanos());
  }

  private Facts look() {
    LiveView view = sampling.counts().endWindow();
    return new Facts(who, sampling.session(), sampling.notes(), load.share(view.processes()), view);
  }

  private void draw(FullScreen screen) {
    screen.draw(new TopScreen(facts, state, screen.width(), screen.height(), ink).lines());
  }
}
