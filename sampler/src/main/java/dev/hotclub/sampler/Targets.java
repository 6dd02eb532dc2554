package dev.hotclub.sampler;

import dev.hotclub.remote.cpython.Attach;
import dev.hotclub.remote.cpython.AttachFailure;
import dev.hotclub.remote.cpython.PythonProcess;
import dev.hotclub.remote.cpython.TargetGone;
import dev.hotclub.remote.process.ProcessFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The processes of a run: those that were named and, where wanted, those that they start.
final class Targets implements AutoCloseable {
  /// A pool of workers has tens; a fork bomb must not become ours.
  private static final int MOST_TARGETS = 1024;

  /// A child is for some milliseconds a copy of its parent or a program that has not loaded its
  /// interpreter yet.
  private static final int ATTACH_TRIES = 20;

  /// A shell script that becomes Python does so sooner.
  private static final long LONGEST_CHANGE_NANOS = 5_000_000_000L;

  private static final long AS_LONG_AS_IT_LIVES = Long.MAX_VALUE;

  private final Map<Integer, Target> targets = new HashMap<>();

  /// Processes that may become Python, or whose children may be, and until when that is waited for.
  private final Map<Integer, Long> awaited = new HashMap<>();

  private final Map<Integer, Integer> tried = new HashMap<>();
  private final SamplerOptions.Children children;
  private final List<String> notes = new ArrayList<>();
  private String lastEnd = "";

  Targets(SamplerOptions.Children children) {
    this.children = children;
  }

  void add(PythonProcess process) {
    targets.put(process.pid(), new Target(process));
  }

  /// A process that is no Python itself.
  void addParent(int pid) {
    awaited.put(pid, AS_LONG_AS_IT_LIVES);
  }

  /// Whether a process should be looked at again within milliseconds.
  boolean awaiting() {
    return awaited.values().stream().anyMatch(until -> until != AS_LONG_AS_IT_LIVES);
  }

  List<Target> all() {
    return List.copyOf(targets.values());
  }

  boolean isEmpty() {
    return targets.isEmpty() && awaited.isEmpty();
  }

  /// How the last process that ended did so, for a person.
  String lastEnd() {
    return lastEnd;
  }

  /// One line for each thing that a person should know and that did not end the run.
  List<String> notes() {
    return List.copyOf(notes);
  }

  /// Tells the source what has come and gone since the last time.
  void refresh(SampleSource source, long nowNanos, Emitter emitter) {
    for (Target target : all()) {
      try {
        pass(target.refresh(emitter), source, nowNanos, emitter);
      } catch (TargetGone gone) {
        end(target, gone, source, nowNanos, emitter);
      }
    }
    for (Map.Entry<Integer, Long> waiting : List.copyOf(awaited.entrySet())) {
      await(waiting.getKey(), waiting.getValue(), source, nowNanos, emitter);
    }
    if (children == SamplerOptions.Children.FOLLOWED) {
      follow(source, nowNanos, emitter);
    }
  }

  /// A target that is told of for the first time.
  void begin(Target target, SampleSource source, long nowNanos, Emitter emitter) {
    emitter.process(target.process().info());
    source.come(target);
    try {
      pass(target.refresh(emitter), source, nowNanos, emitter);
    } catch (TargetGone gone) {
      end(target, gone, source, nowNanos, emitter);
    }
  }

  private static void pass(
      Target.Change change, SampleSource source, long nowNanos, Emitter emitter) {
    for (TrackedThread thread : change.gone()) {
      source.gone(thread, nowNanos, emitter);
      thread.close();
    }
    for (TrackedThread thread : change.come()) {
      source.come(thread, nowNanos);
    }
  }

  private void end(
      Target target, TargetGone gone, SampleSource source, long nowNanos, Emitter emitter) {
    lastEnd = String.valueOf(gone.getMessage());
    for (TrackedThread thread : List.copyOf(target.threads())) {
      source.gone(thread, nowNanos, emitter);
    }
    source.gone(target);
    targets.remove(target.pid());
    target.close();
    // it may have become another program, or the same one anew
    await(target.pid(), nowNanos + LONGEST_CHANGE_NANOS, source, nowNanos, emitter);
  }

  private void await(
      int pid, long untilNanos, SampleSource source, long nowNanos, Emitter emitter) {
    awaited.remove(pid);
    switch (new ProcessFiles(pid).state()) {
      case "", "Z", "X" -> lastEnd = "process " + pid + " has ended";
      default -> {
        if (nowNanos < untilNanos && !tryAttach(pid, source, nowNanos, emitter)) {
          awaited.put(pid, untilNanos);
        }
      }
    }
  }

  private void follow(SampleSource source, long nowNanos, Emitter emitter) {
    Set<Integer> alive = new HashSet<>();
    for (Target target : all()) {
      descend(target.process().files(), alive, 0);
    }
    for (int pid : awaited.keySet()) {
      descend(new ProcessFiles(pid), alive, 0);
    }
    tried.keySet().retainAll(alive);
    for (int child : alive) {
      if (!targets.containsKey(child)
          && !awaited.containsKey(child)
          && targets.size() < MOST_TARGETS
          && tried.merge(child, 1, Integer::sum) <= ATTACH_TRIES) {
        boolean ignored = tryAttach(child, source, nowNanos, emitter);
      }
    }
  }

  /// Children of children too: a shell between a worker and its helper is no reason to lose the
  /// helper.
  private void descend(ProcessFiles parent, Set<Integer> found, int depth) {
    if (depth > 16) {
      return;
    }
    for (int child : parent.children()) {
      if (found.add(child)) {
        descend(new ProcessFiles(child), found, depth + 1);
      }
    }
  }

  private boolean tryAttach(int pid, SampleSource source, long nowNanos, Emitter emitter) {
    return switch (PythonProcess.attach(pid)) {
      case Attach.Attached(PythonProcess process) -> {
        Target target = new Target(process);
        targets.put(pid, target);
        begin(target, source, nowNanos, emitter);
        yield true;
      }
      case Attach.Failed(AttachFailure why) -> {
        if (tried.getOrDefault(pid, 0) == ATTACH_TRIES
            && !(why instanceof AttachFailure.NotPython)) {
          notes.add(why.message());
        }
        yield false;
      }
    };
  }

  @Override
  public void close() {
    targets.values().forEach(Target::close);
  }
}
