package dev.hotclub.sampler.live;

import dev.hotclub.model.Cost;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Session;
import dev.hotclub.model.Stack;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.View.Counting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts samples for a live view. Written by the sampling thread, read by the one that draws: each
/// method holds the object's lock for its length.
///
/// A window ends where the sampling thread last said that everything was told (`covered`), so that
/// a full second of a busy thread is shown as such whenever the reader looks.
public final class LiveCounts implements RecordingVisitor {
  private static final int EVERY_THREAD = 0;

  /// A thread that nobody has told of for this long has ended: the sampler tells of each living one
  /// ten times a second.
  private static final long GONE_NANOS = 500_000_000;

  /// Stacks are counted whole and taken apart when somebody looks. A program with more in a window
  /// is taken apart earlier, so that they need not all be kept.
  private static final int MOST_STACKS = 20_000;

  private final long periodNanos;
  private final int askedPerSecond;
  private Counting counting;
  private final FrameCounts functions = new FrameCounts(Frame::atFirstLine);
  private final FrameCounts lines = new FrameCounts(Frame::withoutColumns);
  private final Map<Integer, ProcessInfo> processes = new LinkedHashMap<>();
  private final Map<Integer, ThreadCount> threads = new LinkedHashMap<>();
  private final Gathered told = new Gathered();
  private final Gathered covered = new Gathered();
  private int only = EVERY_THREAD;
  private long coveredNanos;
  private Losses losses = Losses.NONE;
  private Cost cost = Cost.NONE;
  private long windowStartNanos;
  private long resetNanos;
  private Losses windowLosses = Losses.NONE;
  private Cost windowCost = Cost.NONE;

  /// What samples were counted between two marks.
  private static final class Gathered {
    final Map<Stack, Long> stacks = new HashMap<>();
    long samples;
    long busyTicks;
    long gilTicks;

    void take(Gathered other) {
      other.stacks.forEach((stack, ticks) -> stacks.merge(stack, ticks, Long::sum));
      samples += other.samples;
      busyTicks += other.busyTicks;
      gilTicks += other.gilTicks;
      other.clear();
    }

    void clear() {
      stacks.clear();
      samples = 0;
      busyTicks = 0;
      gilTicks = 0;
    }
  }

  public LiveCounts(Session session, Counting counting) {
    this.periodNanos = session.periodNanos();
    this.askedPerSecond = session.ratePerSecond();
    this.counting = counting;
  }

  @Override
  public synchronized void process(ProcessInfo process) {
    processes.put(process.pid(), process);
  }

  @Override
  public synchronized void thread(ThreadInfo thread) {
    threads.computeIfAbsent(thread.nativeId(), _ -> new ThreadCount(thread)).is(thread);
  }

  @Override
  public synchronized void sample(Sample sample) {
    long ticks = sample.ticks(periodNanos);
    threads
        .computeIfAbsent(
            sample.nativeId(), id -> new ThreadCount(new ThreadInfo(sample.pid(), id, 0, "")))
        .add(sample, ticks);
    if (!sample.activity().idle()) {
      told.busyTicks += ticks;
    }
    if (sample.holdsGil()) {
      told.gilTicks += ticks;
    }
    if (ticks > 0 && counted(sample)) {
      told.samples += ticks;
      told.stacks.merge(sample.stack(), ticks, Long::sum);
    }
  }

  private boolean counted(Sample sample) {
    return (only == EVERY_THREAD || only == sample.nativeId()) && counting.counts(sample);
  }

  /// Everything that happened until then has been told.
  ///
  /// @param elapsed since the session's start
  public synchronized void covered(Duration elapsed, Losses soFar, Cost costSoFar) {
    covered.take(told);
    coveredNanos = elapsed.toNanos();
    losses = soFar;
    cost = costSoFar;
    if (covered.stacks.size() > MOST_STACKS) {
      takeApart();
    }
  }

  @Override
  public void end(Outcome outcome) {
    covered(outcome.duration(), outcome.losses(), outcome.cost());
  }

  private void takeApart() {
    covered.stacks.forEach((stack, ticks) -> {
      functions.add(stack, ticks);
      lines.add(stack, ticks);
    });
    covered.stacks.clear();
  }

  /// Counts one thread only from here on; the table begins again.
  public synchronized void only(int nativeId) {
    only = nativeId;
    reset();
  }

  /// Counts every thread again; the table begins again.
  public synchronized void everyThread() {
    only(EVERY_THREAD);
  }

  /// Counts other samples from here on; the table begins again.
  public synchronized void count(Counting other) {
    counting = other;
    reset();
  }

  /// Begins the table again.
  public synchronized void reset() {
    functions.reset();
    lines.reset();
    told.clear();
    covered.clear();
    threads.values().forEach(ThreadCount::clear);
    resetNanos = coveredNanos;
    windowStartNanos = coveredNanos;
    windowLosses = losses;
    windowCost = cost;
  }

  /// What the window held; the next one begins.
  public synchronized LiveView endWindow() {
    takeApart();
    long window = coveredNanos - windowStartNanos;
    // an empty window has no shares
    double ticksPerWindow = window == 0 ? Double.POSITIVE_INFINITY : (double) window / periodNanos;
    List<LiveThread> live = endThreads(ticksPerWindow);
    LiveView view =
        new LiveView(
            List.copyOf(processes.values()),
            Duration.ofNanos(window),
            Duration.ofNanos(coveredNanos - resetNanos),
            covered.busyTicks / ticksPerWindow,
            covered.gilTicks / ticksPerWindow,
            covered.samples,
            quality(Math.max(1, window)),
            functions.endWindow(ticksPerWindow, periodNanos),
            lines.endWindow(ticksPerWindow, periodNanos),
            live);
    covered.clear();
    windowStartNanos = coveredNanos;
    windowLosses = losses;
    windowCost = cost;
    return view;
  }

  private LiveQuality quality(long window) {
    Losses here = losses.since(windowLosses);
    Cost before = windowCost;
    Duration profiler =
        cost.cpu().plus(cost.kernelCpu()).minus(before.cpu()).minus(before.kernelCpu());
    return new LiveQuality(
        Math.max(0, askedPerSecond - here.late() * 1e9 / window),
        here,
        (double) cost.held().minus(before.held()).toNanos() / window,
        (double) profiler.toNanos() / window);
  }

  private List<LiveThread> endThreads(double ticksPerWindow) {
    long goneBefore = coveredNanos - GONE_NANOS - 2 * periodNanos;
    Set<Integer> left = new HashSet<>();
    threads
        .values()
        .removeIf(thread -> {
          boolean gone = thread.seenNanos() < goneBefore;
          if (gone) {
            left.add(thread.pid());
          }
          return gone;
        });
    List<LiveThread> seen = new ArrayList<>();
    for (ThreadCount thread : threads.values()) {
      seen.add(thread.endWindow(ticksPerWindow));
      left.remove(thread.pid());
    }
    // all of its threads have ended
    processes.keySet().removeAll(left);
    return seen;
  }
}
