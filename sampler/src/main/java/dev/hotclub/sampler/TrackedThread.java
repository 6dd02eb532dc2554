package dev.hotclub.sampler;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Stack;
import dev.hotclub.remote.cpython.PythonThread;
import dev.hotclub.remote.process.TaskState;

/// One thread of a target, and what is known of it between two samples.
final class TrackedThread implements AutoCloseable {
  private final Target target;
  private final PythonThread python;
  private final TaskState state;
  private final Intervals intervals = new Intervals();
  private boolean holdsGil;

  /// Timeslices at a moment when the thread was proved to be off the processor; `TaskState.UNKNOWN`
  /// while it is not.
  private long restTimeslices = TaskState.UNKNOWN;

  private Stack restStack = Stack.EMPTY;
  private Activity restActivity = new Activity.Unknown();
  private long runningSinceNanos;

  TrackedThread(Target target, PythonThread python) {
    this.target = target;
    this.python = python;
    this.state = new TaskState(target.pid(), python.nativeId());
  }

  Target target() {
    return target;
  }

  int pid() {
    return target.pid();
  }

  int nativeId() {
    return python.nativeId();
  }

  PythonThread python() {
    return python;
  }

  TaskState state() {
    return state;
  }

  Intervals intervals() {
    return intervals;
  }

  boolean holdsGil() {
    return holdsGil;
  }

  void holdsGil(boolean holds) {
    holdsGil = holds;
  }

  /// Whether the thread has executed nothing since `rest` was called.
  boolean stillAtRest() {
    return restTimeslices != TaskState.UNKNOWN && state.timeslices() == restTimeslices;
  }

  /// What the thread does while it does not run.
  void rest(long timeslices, Stack stack, Activity activity) {
    restTimeslices = timeslices;
    restStack = stack;
    restActivity = activity;
  }

  void runs(long nowNanos) {
    restTimeslices = TaskState.UNKNOWN;
    runningSinceNanos = nowNanos;
  }

  /// When it was last seen on a processor.
  long runningSinceNanos() {
    return runningSinceNanos;
  }

  boolean atRest() {
    return restTimeslices != TaskState.UNKNOWN;
  }

  Stack restStack() {
    return restStack;
  }

  Activity restActivity() {
    return restActivity;
  }

  @Override
  public void close() {
    state.close();
  }
}
