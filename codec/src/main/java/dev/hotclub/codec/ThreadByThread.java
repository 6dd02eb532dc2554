package dev.hotclub.codec;

import dev.hotclub.model.Outcome;
import dev.hotclub.model.Owners;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.Recording;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Stack;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A recording's counted samples, one thread after another, in the memory of a part of them.
///
/// A recording tells its threads interleaved. Here it is told once to see which threads there are,
/// then again for as many threads at a time as fit; a thread that does not fit alone is passed on
/// as it is told.
final class ThreadByThread {
  /// What samples held at a time may take: a sixth of the smallest heap.
  private static final long MOST_HELD_BYTES = 64 << 20;

  private static final long SAMPLE_BYTES = 80;
  private static final long FRAME_BYTES = 4;

  /// A thread and what the view counts of it.
  ///
  /// @param frames of its stacks, where each differs from the one before
  record Lane(ThreadInfo thread, ProcessInfo process, long samples, long ticks, long frames) {
    private long bytes() {
      return samples * SAMPLE_BYTES + frames * FRAME_BYTES;
    }
  }

  /// What the first telling counts of a thread.
  private static final class Count {
    int pid;
    long samples;
    long ticks;
    long frames;
    Stack last = Stack.EMPTY;
  }

  /// The samples of one thread, told as often as asked.
  interface Samples {
    void each(Consumer<Sample> taker) throws IOException;
  }

  /// Takes one thread after another.
  interface LaneWriter {
    void write(Lane lane, Samples samples) throws IOException;
  }

  private final Recording recording;
  private final View view;
  private final Owners owners = new Owners();
  private final Map<Integer, Count> counts = new LinkedHashMap<>();
  private Optional<Outcome> outcome = Optional.empty();

  /// Tells the recording once.
  ThreadByThread(Recording recording, View view) throws IOException {
    this.recording = recording;
    this.view = view;
    recording.tell(
        new Counted() {
          @Override
          public void process(ProcessInfo process) {
            owners.process(process);
          }

          @Override
          public void thread(ThreadInfo thread) {
            owners.thread(thread);
          }

          @Override
          void counted(Sample sample) {
            Count count = counts.computeIfAbsent(sample.nativeId(), _ -> new Count());
            count.pid = sample.pid();
            count.samples++;
            count.ticks += sample.ticks(recording.session().periodNanos());
            if (!sample.stack().equals(count.last)) {
              count.frames += sample.stack().depth();
              count.last = sample.stack();
            }
          }

          @Override
          public void end(Outcome end) {
            outcome = Optional.of(end);
          }
        });
  }

  Owners owners() {
    return owners;
  }

  Optional<Outcome> outcome() {
    return outcome;
  }

  /// The threads that have counted samples.
  List<Lane> lanes(Comparator<Lane> order) {
    List<Lane> lanes = new ArrayList<>();
    counts.forEach((nativeId, count) -> {
      ThreadInfo thread = owners.thread(count.pid, nativeId);
      ProcessInfo process = owners.process(count.pid);
      lanes.add(new Lane(thread, process, count.samples, count.ticks, count.frames));
    });
    lanes.sort(order);
    return lanes;
  }

  /// Tells these threads' samples.
  void tell(List<Lane> lanes, LaneWriter writer) throws IOException {
    List<Lane> together = new ArrayList<>();
    long held = 0;
    for (Lane lane : lanes) {
      if (held + lane.bytes() > MOST_HELD_BYTES && !together.isEmpty()) {
        tellTogether(together, writer);
        together.clear();
        held = 0;
      }
      together.add(lane);
      held += lane.bytes();
    }
    if (!together.isEmpty()) {
      tellTogether(together, writer);
    }
  }

  private void tellTogether(List<Lane> lanes, LaneWriter writer) throws IOException {
    if (lanes.size() == 1) {
      int only = lanes.getFirst().thread().nativeId();
      writer.write(lanes.getFirst(), taker -> recording.tell(new Passing(Map.of(only, taker))));
      return;
    }
    Map<Lane, List<Sample>> held = new LinkedHashMap<>();
    Map<Integer, Consumer<Sample>> takers = new LinkedHashMap<>();
    for (Lane lane : lanes) {
      List<Sample> samples = new ArrayList<>((int) lane.samples());
      held.put(lane, samples);
      takers.put(lane.thread().nativeId(), samples::add);
    }
    recording.tell(new Passing(takers));
    for (Map.Entry<Lane, List<Sample>> lane : held.entrySet()) {
      writer.write(lane.getKey(), taker -> lane.getValue().forEach(taker));
    }
  }

  /// Sees counted samples only.
  private abstract class Counted implements RecordingVisitor {
    @Override
    public void process(ProcessInfo process) {}

    @Override
    public void thread(ThreadInfo thread) {}

    @Override
    public void sample(Sample sample) {
      if (view.counting().counts(sample) && sample.ticks(recording.session().periodNanos()) > 0) {
        counted(sample);
      }
    }

    abstract void counted(Sample sample);

    @Override
    public void end(Outcome end) {}
  }

  private final class Passing extends Counted {
    private final Map<Integer, Consumer<Sample>> takers;

    Passing(Map<Integer, Consumer<Sample>> takers) {
      this.takers = takers;
    }

    @Override
    void counted(Sample sample) {
      Consumer<Sample> taker = takers.get(sample.nativeId());
      if (taker != null) {
        taker.accept(sample);
      }
    }
  }
}
