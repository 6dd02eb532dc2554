package dev.hotclub.sampler;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Stack;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.remote.cpython.LocalVariable;
import dev.hotclub.remote.cpython.PythonProcess;
import dev.hotclub.remote.cpython.PythonThread;
import dev.hotclub.remote.cpython.StackRead;
import dev.hotclub.remote.cpython.TargetGone;
import dev.hotclub.remote.memory.Snapshot;
import dev.hotclub.remote.memory.UnmappedAddress;
import dev.hotclub.remote.process.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Looks once at every thread of a process.
public final class Dumper {
  /// A thread that runs is read again until a copy is whole; one that moves for so long is called
  /// approximate.
  private static final int MOST_TRIES = 10;

  private Dumper() {}

  /// @throws TargetGone if the process ended meanwhile
  public static ProcessDump dump(
      PythonProcess process, LocalsDetail locals, ReaderChoice reader, Pausing pausing)
      throws TargetGone {
    long start = System.nanoTime();
    List<ThreadDump> threads = new ArrayList<>();
    int unread = 0;
    Target target = new Target(process);
    Variables variables = new Variables(process, locals);
    List<PythonThread> all = process.threads();
    Map<Long, String> names = process.threadNames();
    for (PythonThread thread : all) {
      try (TrackedThread tracked = new TrackedThread(target, thread)) {
        threads.add(thread(tracked, variables, names.getOrDefault(thread.pythonId(), "")));
      } catch (UnmappedAddress gone) {
        unread++;
      }
    }
    return new ProcessDump(
        process.info(),
        threads,
        process.collecting(),
        Duration.ZERO,
        Duration.ofNanos(System.nanoTime() - start),
        unread);
  }

  private static ThreadDump thread(TrackedThread thread, Variables variables, String name)
      throws UnmappedAddress {
    Stack certain = Stack.EMPTY;
    Activity activity = new Activity.Unknown();
    for (int i = 0; i < MOST_TRIES; i++) {
      TaskState state = thread.state();
      long before = state.timeslices();
      TaskState.Place place = state.place();
      activity =
          switch (place) {
            case IN_CALL -> thread.target().waiting(state.callNumber(), state.callFirst());
            case OUTSIDE_CALL -> thread.target().waitingOutsideCall();
            case RUNNING -> new Activity.OnCpu();
            case GONE, UNKNOWN -> new Activity.Unknown();
          };
      Snapshot snapshot = thread.target().process().look().read(thread.python());
      switch (thread.target().process().parser().parse(snapshot)) {
        case StackRead.Complete(Stack stack, boolean _) -> {
          List<List<LocalVariable>> locals = variables.of(snapshot);
          boolean off = place == TaskState.Place.IN_CALL || place == TaskState.Place.OUTSIDE_CALL;
          boolean proved = off && before != TaskState.UNKNOWN && state.timeslices() == before;
          if (proved || i == MOST_TRIES - 1 || !off) {
            return dump(
                thread,
                name,
                activity,
                stack,
                locals,
                proved ? Exactness.EXACT : Exactness.APPROXIMATE);
          }
          certain = stack;
        }
        case StackRead.Torn(Stack outer, String _) -> certain = outer;
      }
    }
    return dump(thread, name, activity, certain, List.of(), Exactness.APPROXIMATE);
  }

  private static ThreadDump dump(
      TrackedThread thread,
      String name,
      Activity activity,
      Stack stack,
      List<List<LocalVariable>> locals,
      Exactness exactness) {
    return new ThreadDump(
        new ThreadInfo(thread.pid(), thread.nativeId(), thread.python().pythonId(), name),
        activity,
        LookSource.holdsGil(thread),
        stack,
        locals,
        exactness);
  }
}
