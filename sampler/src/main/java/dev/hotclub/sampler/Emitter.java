package dev.hotclub.sampler;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Losses;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Stack;
import dev.hotclub.model.Tags;
import dev.hotclub.model.ThreadInfo;

/// Where the sources put what they saw: times become the session's, and everything is counted.
final class Emitter {
  private final RecordingVisitor into;
  private final long originNanos;
  private final long periodNanos;
  private long exact;
  private long approximate;
  private long lost;
  private long late;
  private long cut;

  /// @param originNanos the session's start on the monotonic clock
  Emitter(RecordingVisitor into, long originNanos, long periodNanos) {
    this.into = into;
    this.originNanos = originNanos;
    this.periodNanos = periodNanos;
  }

  long periodNanos() {
    return periodNanos;
  }

  void process(ProcessInfo process) {
    into.process(process);
  }

  void thread(ThreadInfo thread) {
    into.thread(thread);
  }

  /// One tick of the clock.
  void tick(
      TrackedThread thread, long atNanos, Stack stack, Activity activity, Exactness exactness) {
    interval(thread, atNanos, periodNanos, stack, activity, exactness);
  }

  /// A stretch of a thread's time, known from end to end. What lies before the session's start is
  /// left out.
  void interval(
      TrackedThread thread,
      long startNanos,
      long nanos,
      Stack stack,
      Activity activity,
      Exactness exactness) {
    long start = startNanos - originNanos;
    long length = start < 0 ? nanos + start : nanos;
    if (length <= 0) {
      return;
    }
    switch (exactness) {
      case EXACT -> exact++;
      case APPROXIMATE -> approximate++;
    }
    into.sample(
        new Sample(
            Math.max(0, start),
            length,
            thread.pid(),
            thread.nativeId(),
            stack,
            activity,
            thread.holdsGil(),
            exactness,
            Tags.NONE));
  }

  void lost(long samples) {
    lost += samples;
  }

  void late(long samples) {
    late += samples;
  }

  void cut() {
    cut++;
  }

  Losses losses() {
    return new Losses(exact, approximate, lost, late, cut);
  }
}
