package dev.hotclub.codec;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.Owners;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.Recording;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Sample;
import dev.hotclub.model.StackMemo;
import dev.hotclub.model.Tags;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.View;
import dev.hotclub.model.WaitReason;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A recording folded for formats that have labels: what a stack weighed in each thread, state and
/// request.
final class Weights implements RecordingVisitor {
  /// Who had a stack, and why.
  ///
  /// @param path the stack, as `frames` knows it
  /// @param state what the thread did: `running`, `waiting for the GIL`, `socket`
  record Key(int pid, int nativeId, int path, String state, Tags tags) {}

  /// @param ticks of the sampling clock
  /// @param nanos of wall time, timed waits to the nanosecond
  record Weight(long ticks, long nanos) {
    Weight plus(Weight other) {
      return new Weight(ticks + other.ticks, nanos + other.nanos);
    }
  }

  private final long periodNanos;
  private final View view;
  private final Owners owners = new Owners();
  private final Paths paths = new Paths();
  private final StackMemo<Integer> known = new StackMemo<>();
  private final Map<Key, Weight> weights = new LinkedHashMap<>();
  private Optional<Outcome> outcome = Optional.empty();

  private Weights(long periodNanos, View view) {
    this.periodNanos = periodNanos;
    this.view = view;
  }

  static Weights of(Recording recording, View view) throws IOException {
    Weights weights = new Weights(recording.session().periodNanos(), view);
    recording.tell(weights);
    return weights;
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
    if (view.counting().counts(sample)) {
      Key key =
          new Key(
              sample.pid(),
              sample.nativeId(),
              known.of(sample.stack(), stack -> paths.of(view.show(stack).frames())),
              state(sample.activity()),
              sample.tags());
      weights.merge(key, new Weight(sample.ticks(periodNanos), sample.nanos()), Weight::plus);
    }
  }

  private static String state(Activity activity) {
    return switch (activity) {
      case Activity.OnCpu() -> "running";
      case Activity.Queued() -> "queued";
      case Activity.WaitingForGil() -> "waiting for the GIL";
      case Activity.Waiting(WaitReason reason) ->
          "waiting: " + reason.kind().name().toLowerCase(java.util.Locale.ROOT);
      case Activity.Unknown() -> "unknown";
    };
  }

  @Override
  public void end(Outcome end) {
    outcome = Optional.of(end);
  }

  /// In order of first appearance.
  Map<Key, Weight> weights() {
    return weights;
  }

  Owners owners() {
    return owners;
  }

  Optional<Outcome> outcome() {
    return outcome;
  }

  /// A stack with what stands outside it, innermost first.
  List<Frame> frames(Key key) {
    List<Frame> frames = paths.frames(key.path());
    frames.addAll(owners.frames(view, key.pid(), key.nativeId()));
    return frames;
  }
}
