package dev.hotclub.cli;

import dev.hotclub.model.Outcome;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Sample;
import dev.hotclub.model.ThreadInfo;

/// Tells two what one is told.
record Both(RecordingVisitor first, RecordingVisitor second) implements RecordingVisitor {
  @Override
  public void process(ProcessInfo process) {
    first.process(process);
    second.process(process);
  }

  @Override
  public void thread(ThreadInfo thread) {
    first.thread(thread);
    second.thread(thread);
  }

  @Override
  public void sample(Sample sample) {
    first.sample(sample);
    second.sample(sample);
  }

  @Override
  public void end(Outcome outcome) {
    first.end(outcome);
    second.end(outcome);
  }
}
