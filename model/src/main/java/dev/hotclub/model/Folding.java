package dev.hotclub.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Folds a recording into a profile as a view wants it: order in time is forgotten, weight is kept.
/// Holds as much as there are distinct stacks.
public final class Folding implements RecordingVisitor {
  private final Session session;
  private final View view;
  private final Owners owners = new Owners();
  private final StackMemo<Stack> stacks = new StackMemo<>();
  private final Map<Key, Long> ticks = new LinkedHashMap<>();
  private Optional<Outcome> outcome = Optional.empty();

  private record Key(int pid, int thread, Stack stack) {}

  public Folding(Session session, View view) {
    this.session = session;
    this.view = view;
  }

  @Override
  public void process(ProcessInfo process) {
    owners.process(process);
  }

  @Override
  public void thread(ThreadInfo thread) {
    owners.thread(thread);
  }

  @Override
  public void sample(Sample sample) {
    long count = view.counting().counts(sample) ? sample.ticks(session.periodNanos()) : 0;
    if (count > 0) {
      Key key =
          new Key(
              view.processes() == View.Grouping.APART ? sample.pid() : 0,
              view.threads() == View.Grouping.APART ? sample.nativeId() : 0,
              stacks.of(sample.stack(), view::show));
      ticks.merge(key, count, Long::sum);
    }
  }

  @Override
  public void end(Outcome end) {
    outcome = Optional.of(end);
  }

  /// What ended the recording; empty until it has ended.
  public Optional<Outcome> outcome() {
    return outcome;
  }

  /// Ticks of the sampling clock by stack. Threads and processes that stand apart are outermost
  /// frames of their own.
  public Profile profile() {
    Map<Stack, Long> values = new LinkedHashMap<>();
    ticks.forEach((key, count) -> values.merge(whole(key), count, Long::sum));
    return new Profile(
        session.start(),
        outcome.map(Outcome::duration).orElse(Duration.ZERO),
        Unit.SAMPLES,
        session.periodNanos(),
        values,
        outcome.map(Outcome::losses).orElse(Losses.NONE));
  }

  private Stack whole(Key key) {
    List<Frame> outer = owners.frames(view, key.pid(), key.thread());
    if (outer.isEmpty()) {
      return key.stack();
    }
    List<Frame> frames = new ArrayList<>(key.stack().frames());
    frames.addAll(outer);
    return new Stack(frames);
  }
}
