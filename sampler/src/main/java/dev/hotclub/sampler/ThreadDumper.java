package dev.hotclub.sampler;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Stack;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.WaitReason;
import dev.hotclub.remote.cpython.LocalVariable;
import dev.hotclub.remote.cpython.PythonProcess;
import dev.hotclub.remote.cpython.StackRead;
import dev.hotclub.remote.memory.Snapshot;
import dev.hotclub.remote.memory.UnmappedAddress;
import dev.hotclub.remote.process.ProcessFiles;
import dev.hotclub.remote.process.TaskState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks at one thread until what was read belongs to one instant, or for long enough.
///
/// A thread that is off its processor is read between two equal counts of its timeslices, which
/// proves that it did not move. One that runs is held for the length of a copy.
final class ThreadDumper {
  /// A thread that sleeps for milliseconds at a time is proved unmoved at the first or second try.
  private static final int MOST_TRIES = 10;

  private final OnceStop stop;
  private final Variables variables;

  ThreadDumper(OnceStop stop, Variables variables) {
    this.stop = stop;
    this.variables = variables;
  }

  /// What one try brought.
  private record Try(
      Stack stack, Exactness stackIs, List<List<LocalVariable>> locals, Exactness localsAre) {
    boolean whole() {
      return stackIs == Exactness.EXACT && localsAre == Exactness.EXACT;
    }

    /// The higher the better.
    int worth() {
      return whole() ? 3 : stackIs == Exactness.EXACT ? 2 : stack.depth() > 0 ? 1 : 0;
    }
  }

  /// @throws UnmappedAddress if the thread has ended
  ThreadDump dump(TrackedThread thread, String name) throws UnmappedAddress {
    Try best = new Try(Stack.EMPTY, Exactness.APPROXIMATE, List.of(), Exactness.EXACT);
    Activity activity = new Activity.Unknown();
    for (int i = 0; i < MOST_TRIES; i++) {
      long before = thread.state().timeslices();
      TaskState.Place place = thread.state().place();
      Activity doing = activity(thread, place);
      boolean runs = place == TaskState.Place.RUNNING;
      Try got = runs ? running(thread) : between(thread, before);
      if (i == 0 || got.worth() >= best.worth()) {
        best = got;
        activity = doing;
      }
      if (got.whole() || (runs && got.stack().depth() > 0)) {
        break;
      }
    }
    return new ThreadDump(
        new ThreadInfo(thread.pid(), thread.nativeId(), thread.python().pythonId(), name),
        activity,
        LookSource.holdsGil(thread),
        best.stack(),
        best.stackIs(),
        best.locals(),
        best.localsAre());
  }

  private static Activity activity(TrackedThread thread, TaskState.Place place) {
    return switch (new ProcessFiles(thread.nativeId()).state()) {
      case "T" -> stopped("by a signal");
      case "t" -> stopped("by a debugger or tracer");
      default ->
          switch (place) {
            case IN_CALL ->
                thread.target().waiting(thread.state().callNumber(), thread.state().callFirst());
            case OUTSIDE_CALL -> thread.target().waitingOutsideCall();
            case RUNNING -> new Activity.OnCpu();
            case GONE, UNKNOWN -> new Activity.Unknown();
          };
    };
  }

  private static Activity stopped(String by) {
    return new Activity.Waiting(new WaitReason(WaitReason.Kind.STOPPED, by));
  }

  /// @param before timeslices before the thread was seen off its processor
  private Try between(TrackedThread thread, long before) throws UnmappedAddress {
    PythonProcess process = thread.target().process();
    Snapshot snapshot = process.look().read(thread.python());
    Exactness stackIs = unmoved(thread, before);
    List<List<LocalVariable>> locals = variables.of(snapshot);
    return parsed(thread, snapshot, stackIs, locals, unmoved(thread, before));
  }

  private static Exactness unmoved(TrackedThread thread, long before) {
    return before != TaskState.UNKNOWN && thread.state().timeslices() == before
        ? Exactness.EXACT
        : Exactness.APPROXIMATE;
  }

  private Try parsed(
      TrackedThread thread,
      Snapshot snapshot,
      Exactness stackIs,
      List<List<LocalVariable>> locals,
      Exactness localsAre) {
    return switch (thread.target().process().parser().parse(snapshot)) {
      case StackRead.Complete(Stack stack, boolean _) ->
          new Try(stack, stackIs, locals, locals.isEmpty() ? Exactness.EXACT : localsAre);
      case StackRead.Torn(Stack certain, String _) ->
          new Try(certain, Exactness.APPROXIMATE, List.of(), Exactness.EXACT);
    };
  }

  private Try running(TrackedThread thread) throws UnmappedAddress {
    // what a look needs is loaded and found before anybody has to stand still for it
    Snapshot ignored = thread.target().process().look().read(thread.python());
    Copy copy = new Copy(thread);
    return switch (stop.stop(thread, copy)) {
      case HELD -> copy.read();
      case AT_REST -> between(thread, thread.state().timeslices());
      case REFUSED -> between(thread, TaskState.UNKNOWN);
      case GONE -> throw new UnmappedAddress(thread.python().tstate(), 0);
    };
  }

  /// What is done while a thread stands: the copy, and the values of variables only where it may
  /// take long.
  private final class Copy implements Runnable {
    private final TrackedThread thread;
    private @Nullable Snapshot snapshot;
    private @Nullable UnmappedAddress failure;
    private List<List<LocalVariable>> locals = List.of();

    Copy(TrackedThread thread) {
      this.thread = thread;
    }

    @Override
    public void run() {
      try {
        Snapshot copied = thread.target().process().look().read(thread.python());
        if (stop.mayTakeLong()) {
          locals = variables.of(copied);
        }
        snapshot = copied;
      } catch (UnmappedAddress gone) {
        failure = gone;
      }
    }

    Try read() throws UnmappedAddress {
      Snapshot copied = snapshot;
      if (copied == null) {
        throw failure != null ? failure : new UnmappedAddress(thread.python().tstate(), 0);
      }
      return stop.mayTakeLong()
          ? parsed(thread, copied, Exactness.EXACT, locals, Exactness.EXACT)
          : parsed(thread, copied, Exactness.EXACT, variables.of(copied), Exactness.APPROXIMATE);
    }
  }
}
