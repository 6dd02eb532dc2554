package dev.hotclub.sampler;

import dev.hotclub.model.Cost;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.Reader;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Session;
import dev.hotclub.remote.cpython.Attach;
import dev.hotclub.remote.cpython.AttachFailure;
import dev.hotclub.remote.cpython.PythonProcess;
import dev.hotclub.remote.kernel.KernelReader;
import dev.hotclub.remote.process.ProcessFiles;
import dev.hotclub.remote.process.Program;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Samples one or many live processes for a while.
///
/// `open`, `run` and `close` belong to one thread, for the kernel ties what a tracer may do to the
/// thread that attached.
public final class Sampler implements AutoCloseable {
  /// What came of an attempt to begin.
  public sealed interface Opening {
    record Opened(Sampler sampler) implements Opening {}

    record Failed(AttachFailure why) implements Opening {}
  }

  /// Somebody who follows a run; asked about ten times a second, on the sampling thread.
  public interface Watcher {
    /// Whether the run shall end now.
    boolean stop();

    /// How far it has come, and what it has cost the target and the profiler.
    void progress(Duration elapsed, Losses soFar, Cost costSoFar);

    /// How waits shall be told that are not over.
    default Waits waits() {
      return Waits.WHOLE;
    }
  }

  /// When a wait is told.
  public enum Waits {
    /// Once, when it is over.
    WHOLE,
    /// What has passed of it, before each `progress`: for a view of this moment.
    PIECE_BY_PIECE
  }

  private static final long WATCH_NANOS = 100_000_000;

  /// How long a thread that came late to its stop may be kept waiting.
  private static final long SERVICE_NANOS = 1_000_000;

  /// New threads and children are looked for this often; what lives shorter may be missed.
  private static final long REFRESH_NANOS = 250_000_000;

  /// The same while a process is known to become another program: Python starts within 10 to 40 ms.
  private static final long AWAITED_NANOS = 5_000_000;

  /// How long a function that took the place of another may carry its name.
  private static final long REVALIDATE_NANOS = 1_000_000_000;

  private final SamplerOptions options;
  private final Targets targets;
  private final SampleSource source;
  private final List<String> notes;
  private final Session session;
  private final long startNanos;
  private long cpuBefore;

  private Sampler(
      SamplerOptions options, Targets targets, SampleSource source, List<String> notes) {
    this.options = options;
    this.targets = targets;
    this.source = source;
    this.notes = notes;
    this.startNanos = System.nanoTime();
    this.session =
        new Session(Instant.now(), options.ratePerSecond(), source.reader(), options.producer());
  }

  /// Attaches to the processes and chooses the reader. The first that cannot be attached to ends
  /// the attempt; one that is not Python may have started some that are, where those are followed.
  public static Opening open(List<Integer> pids, SamplerOptions options) {
    Targets targets = new Targets(options.children());
    for (int pid : pids) {
      switch (PythonProcess.attach(pid)) {
        case Attach.Attached(PythonProcess process) -> targets.add(process);
        case Attach.Failed(AttachFailure.NotPython why)
            when options.children() == SamplerOptions.Children.FOLLOWED
                && !new ProcessFiles(pid).children().isEmpty() ->
            targets.addParent(why.pid());
        case Attach.Failed(AttachFailure why) -> {
          targets.close();
          return new Opening.Failed(why);
        }
      }
    }
    List<String> notes = new ArrayList<>();
    SampleSource source = source(options, targets, notes);
    return new Opening.Opened(new Sampler(options, targets, source, notes));
  }

  /// Starts a program and attaches to it as soon as Python runs in it. What can be made ready
  /// before is, so that its first lines are not missed.
  public static Opening open(Program program, SamplerOptions options) {
    Targets targets = new Targets(options.children());
    List<String> notes = new ArrayList<>();
    SampleSource source = source(options, targets, notes);
    Optional<AttachFailure> failure =
        program
            .start()
            .<AttachFailure>map(AttachFailure.NoProgram::new)
            .or(() -> new Launch(program, options.children()).attach(targets));
    if (failure.isPresent()) {
      source.close();
      targets.close();
      return new Opening.Failed(failure.get());
    }
    return new Opening.Opened(new Sampler(options, targets, source, notes));
  }

  private static SampleSource source(SamplerOptions options, Targets targets, List<String> notes) {
    return switch (options.reader()) {
      case AUTO, KERNEL ->
          switch (KernelReader.open(options.ratePerSecond())) {
            case KernelReader.Opening.Opened(KernelReader kernel) -> new KernelSource(kernel);
            case KernelReader.Opening.Refused(String reason) -> {
              notes.add("without the kernel reader: " + reason + "; threads are held to be read");
              yield stopping(options, targets, notes);
            }
          };
      case STOP -> stopping(options, targets, notes);
      case LOOK -> new LookSource(new PlainRead(), period(options));
    };
  }

  private static SampleSource stopping(
      SamplerOptions options, Targets targets, List<String> notes) {
    for (Target target : targets.all()) {
      Optional<String> traced = StopRead.tracer(target.pid());
      if (traced.isPresent()) {
        notes.add(traced.get());
        return new LookSource(new PlainRead(), period(options));
      }
    }
    return new LookSource(new StopRead(options.pausing()), period(options));
  }

  private static long period(SamplerOptions options) {
    return 1_000_000_000L / options.ratePerSecond();
  }

  /// What is known before the run: the reader that was chosen among it.
  public Session session() {
    return session;
  }

  /// One line for each thing that a person should know: why a better reader was not used, which
  /// child could not be attached to.
  public List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    all.addAll(targets.notes());
    all.addAll(source.notes());
    return all;
  }

  /// Samples until the limit, until every process has ended, or until the watcher says stop.
  ///
  /// @param limit empty for no limit
  public Outcome run(RecordingVisitor into, Optional<Duration> limit, Watcher watcher) {
    cpuBefore = cpuNanos();
    Emitter emitter = new Emitter(into, startNanos, session.periodNanos());
    long end = limit.map(length -> startNanos + length.toNanos()).orElse(Long.MAX_VALUE);
    for (Target target : targets.all()) {
      targets.begin(target, source, startNanos, emitter);
    }
    String why = loop(emitter, end, watcher);
    long stopped = Math.min(System.nanoTime(), end);
    source.sample(stopped, stopped, emitter);
    source.flush(stopped, emitter);
    Outcome outcome =
        new Outcome(Duration.ofNanos(stopped - startNanos), emitter.losses(), cost(), why);
    into.end(outcome);
    return outcome;
  }

  private String loop(Emitter emitter, long end, Watcher watcher) {
    TickClock clock = new TickClock(startNanos, source.beatNanos());
    boolean ticking = source.reader() != Reader.KERNEL;
    long refreshAt = startNanos + REFRESH_NANOS;
    long revalidateAt = startNanos + REVALIDATE_NANOS;
    long watchAt = startNanos + WATCH_NANOS;
    long missed = 0;
    while (true) {
      long soon = source.pending() ? System.nanoTime() + SERVICE_NANOS : Long.MAX_VALUE;
      if (targets.awaiting()) {
        soon = Math.min(soon, refreshAt);
      }
      long now = clock.await(Math.min(soon, Math.min(end, watchAt)));
      source.service();
      if (now >= end) {
        return "duration reached";
      }
      if (clock.takeBeat()) {
        source.sample(now, end, emitter);
        clock.pace(source.beatNanos());
        if (ticking && clock.missed() > missed) {
          emitter.late(clock.missed() - missed);
          missed = clock.missed();
        }
      }
      if (now >= refreshAt || source.wantsRefresh()) {
        targets.refresh(source, now, emitter);
        refreshAt = now + (targets.awaiting() ? AWAITED_NANOS : REFRESH_NANOS);
        if (targets.isEmpty()) {
          return targets.lastEnd();
        }
      }
      if (now >= revalidateAt) {
        targets.all().forEach(target -> target.process().parser().revalidate());
        revalidateAt = now + REVALIDATE_NANOS;
      }
      if (now >= watchAt) {
        if (watcher.waits() == Waits.PIECE_BY_PIECE) {
          source.flush(now, emitter);
        }
        watcher.progress(Duration.ofNanos(now - startNanos), emitter.losses(), cost());
        watchAt = now + WATCH_NANOS;
        if (watcher.stop()) {
          return "stopped";
        }
      }
    }
  }

  private Cost cost() {
    return source.cost(Duration.ofNanos(cpuNanos() - cpuBefore));
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  /// How many samples a second were asked for.
  public int ratePerSecond() {
    return options.ratePerSecond();
  }

  @Override
  public void close() {
    source.close();
    targets.close();
  }
}
