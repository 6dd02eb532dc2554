package dev.hotclub.sampler.live;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Stack;
import dev.hotclub.model.ThreadInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Counts samples for a live view. Written by the sampling thread, read by the one that draws: each
/// method holds the object's lock for its length.
public final class LiveCounts implements RecordingVisitor {
  /// Which threads a view counts.
  public enum Counting {
    BUSY,
    IDLE_TOO,
    GIL_HOLDER
  }

  private static final class ThreadCount {
    ThreadInfo info;
    long busy;
    long gil;
    Activity activity = new Activity.Unknown();
    Stack stack = Stack.EMPTY;

    ThreadCount(ThreadInfo info) {
      this.info = info;
    }
  }

  private static final int EVERY_THREAD = 0;

  private final long periodNanos;
  private final Counting counting;
  private final FrameCounts functions = new FrameCounts(Frame::withoutLine);
  private final FrameCounts lines = new FrameCounts(frame -> frame);
  private final Map<Integer, ProcessInfo> processes = new LinkedHashMap<>();
  private final Map<Integer, ThreadCount> threads = new LinkedHashMap<>();
  private int only = EVERY_THREAD;
  private long samples;
  private long gilTicks;
  private long busyTicks;
  private long windowStartNanos;
  private long resetNanos;

  /// @param nowNanos the clock's reading, as for `endWindow`
  public LiveCounts(long periodNanos, Counting counting, long nowNanos) {
    this.periodNanos = periodNanos;
    this.counting = counting;
    this.windowStartNanos = nowNanos;
    this.resetNanos = nowNanos;
  }

  @Override
  public synchronized void process(ProcessInfo process) {
    processes.put(process.pid(), process);
  }

  @Override
  public synchronized void thread(ThreadInfo thread) {
    threads.computeIfAbsent(thread.nativeId(), _ -> new ThreadCount(thread)).info = thread;
  }

  @Override
  public synchronized void sample(Sample sample) {
    long ticks = sample.ticks(periodNanos);
    ThreadCount thread =
        threads.computeIfAbsent(
            sample.nativeId(), id -> new ThreadCount(new ThreadInfo(sample.pid(), id, 0, "")));
    thread.activity = sample.activity();
    thread.stack = sample.stack();
    boolean busy = !sample.activity().idle();
    if (busy) {
      thread.busy += ticks;
      busyTicks += ticks;
    }
    if (sample.holdsGil()) {
      thread.gil += ticks;
      gilTicks += ticks;
    }
    if (counted(sample, busy)) {
      samples += ticks;
      functions.add(sample.stack(), ticks);
      lines.add(sample.stack(), ticks);
    }
  }

  private boolean counted(Sample sample, boolean busy) {
    if (only != EVERY_THREAD && only != sample.nativeId()) {
      return false;
    }
    return switch (counting) {
      case BUSY -> busy;
      case IDLE_TOO -> true;
      case GIL_HOLDER -> sample.holdsGil();
    };
  }

  @Override
  public void end(Outcome outcome) {}

  /// Counts one thread only from here on; the table begins again.
  public synchronized void only(int nativeId, long nowNanos) {
    only = nativeId;
    reset(nowNanos);
  }

  /// Counts every thread again; the table begins again.
  public synchronized void everyThread(long nowNanos) {
    only(EVERY_THREAD, nowNanos);
  }

  /// Begins the table again.
  public synchronized void reset(long nowNanos) {
    functions.reset();
    lines.reset();
    resetNanos = nowNanos;
  }

  /// What the window held; the next one begins.
  public synchronized LiveView endWindow(long nowNanos) {
    long window = Math.max(1, nowNanos - windowStartNanos);
    double ticksPerWindow = (double) window / periodNanos;
    List<LiveThread> seen = new ArrayList<>();
    for (ThreadCount thread : threads.values()) {
      seen.add(
          new LiveThread(
              thread.info,
              thread.busy / ticksPerWindow,
              thread.gil / ticksPerWindow,
              thread.activity,
              thread.stack));
      thread.busy = 0;
      thread.gil = 0;
    }
    LiveView view =
        new LiveView(
            List.copyOf(processes.values()),
            Duration.ofNanos(window),
            Duration.ofNanos(nowNanos - resetNanos),
            busyTicks / ticksPerWindow,
            gilTicks / ticksPerWindow,
            samples,
            functions.endWindow(ticksPerWindow, periodNanos),
            lines.endWindow(ticksPerWindow, periodNanos),
            seen);
    windowStartNanos = nowNanos;
    samples = 0;
    busyTicks = 0;
    gilTicks = 0;
    return view;
  }
}
