package dev.hotclub.model;

/// Takes a recording as it is made or read: processes and threads before their first sample, the
/// outcome last.
public interface RecordingVisitor {
  void process(ProcessInfo process);

  void thread(ThreadInfo thread);

  void sample(Sample sample);

  void end(Outcome outcome);
}
