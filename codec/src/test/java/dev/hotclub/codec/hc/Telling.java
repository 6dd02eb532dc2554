package dev.hotclub.codec.hc;

import dev.hotclub.model.Outcome;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Sample;
import dev.hotclub.model.ThreadInfo;
import java.util.ArrayList;
import java.util.List;

/// Everything that a recording told, in its order.
class Telling implements RecordingVisitor {
  final List<Object> events = new ArrayList<>();

  @Override
  public void process(ProcessInfo process) {
    events.add(process);
  }

  @Override
  public void thread(ThreadInfo thread) {
    events.add(thread);
  }

  @Override
  public void sample(Sample sample) {
    events.add(sample);
  }

  @Override
  public void end(Outcome outcome) {
    events.add(outcome);
  }

  void tellTo(RecordingVisitor visitor) {
    for (Object event : events) {
      switch (event) {
        case ProcessInfo process -> visitor.process(process);
        case ThreadInfo thread -> visitor.thread(thread);
        case Sample sample -> visitor.sample(sample);
        case Outcome outcome -> visitor.end(outcome);
        default -> throw new IllegalStateException(event.toString());
      }
    }
  }
}
