package dev.hotclub.sampler;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Reader;
import dev.hotclub.model.Stack;
import dev.hotclub.remote.cpython.GilWatch;
import dev.hotclub.remote.cpython.StackRead;
import dev.hotclub.remote.kernel.GilPlace;
import dev.hotclub.remote.kernel.KernelCounts;
import dev.hotclub.remote.kernel.KernelEvents;
import dev.hotclub.remote.kernel.KernelReader;
import dev.hotclub.remote.memory.Snapshot;
import dev.hotclub.remote.memory.UnmappedAddress;
import dev.hotclub.remote.process.TaskState;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Samples by what the kernel copied: running threads at each tick of every CPU's clock, waits from
/// end to end.
final class KernelSource implements SampleSource {
  /// A live view must still move.
  private static final long SLOWEST_BEAT_NANOS = 100_000_000;

  /// The first beat: the depth of the stacks is not known yet, and the deepest fill the ring in 10
  /// ms.
  private static final long FASTEST_BEAT_NANOS = 1_000_000;

  /// How much may lie in the ring at a beat. More saves wakings, but what does not fit a
  /// processor's second-level cache costs more to read than the wakings that it saves.
  private static final double AIMED_BYTES = 256 << 10;

  /// The thread may not have told its native id yet when it runs first; after this many looks at
  /// the thread list it is taken for a thread that runs no Python.
  private static final int LOOKS_BEFORE_IGNORED = 2;

  private final KernelReader kernel;
  private long beatNanos = FASTEST_BEAT_NANOS;
  private final Map<Integer, TrackedThread> threads = new HashMap<>();
  private final Map<Integer, Target> targets = new HashMap<>();
  private final Map<Integer, Integer> unknown = new HashMap<>();
  private final Set<TrackedThread> unseen = new HashSet<>();
  private final Events events = new Events();
  private long ringFull;
  private long countNanos = Long.MIN_VALUE;
  private boolean refresh;

  KernelSource(KernelReader kernel) {
    this.kernel = kernel;
  }

  @Override
  public Reader reader() {
    return Reader.KERNEL;
  }

  @Override
  public long beatNanos() {
    return beatNanos;
  }

  @Override
  public void come(Target target) {
    targets.put(target.pid(), target);
    GilWatch gil = target.process().gil();
    kernel.watchProcess(
        target.pid(),
        target.process().snapshotLayout(),
        gil.present() ? new GilPlace(gil.lockedAddress(), gil.holderAddress()) : GilPlace.UNKNOWN);
  }

  @Override
  public void gone(Target target) {
    targets.remove(target.pid());
    kernel.forgetProcess(target.pid());
  }

  @Override
  public void come(TrackedThread thread, long nowNanos) {
    threads.put(thread.nativeId(), thread);
    unknown.remove(thread.nativeId());
    kernel.watchThread(thread.pid(), thread.nativeId(), thread.python().tstate());
    unseen.add(thread);
  }

  @Override
  public void gone(TrackedThread thread, long nowNanos, Emitter emitter) {
    thread.intervals().close(thread, nowNanos, emitter);
    threads.remove(thread.nativeId(), thread);
    unseen.remove(thread);
    kernel.forgetThread(thread.nativeId());
  }

  @Override
  public void sample(long nowNanos, long endNanos, Emitter emitter) {
    events.emitter = emitter;
    events.endNanos = endNanos;
    pace(kernel.poll(events));
    lookAtSleepers(nowNanos);
    if (nowNanos >= countNanos) {
      countNanos = nowNanos + SLOWEST_BEAT_NANOS;
      count(emitter);
    }
  }

  /// Each waking costs as much as a dozen samples, so the beat becomes as slow as the ring allows.
  private void pace(long bytes) {
    double fits = Math.min(2, AIMED_BYTES / Math.max(1, bytes));
    beatNanos = Math.clamp((long) (beatNanos * fits), FASTEST_BEAT_NANOS, SLOWEST_BEAT_NANOS);
  }

  /// The kernel tells of a thread when it switches. One that slept when the watch began has to be
  /// looked at once.
  private void lookAtSleepers(long nowNanos) {
    unseen.removeIf(thread -> {
      if (thread.intervals().open()) {
        return true;
      }
      TaskState state = thread.state();
      long before = state.timeslices();
      TaskState.Place place = state.place();
      if (place == TaskState.Place.RUNNING || place == TaskState.Place.GONE) {
        return true;
      }
      try {
        StackRead read = LookSource.read(thread);
        if (read instanceof StackRead.Complete(Stack stack, boolean _)
            && state.timeslices() == before) {
          Activity activity =
              place == TaskState.Place.IN_CALL
                  ? thread.target().waiting(state.callNumber(), state.callFirst())
                  : thread.target().waitingOutsideCall();
          thread.intervals().openQuietly(nowNanos, stack, activity);
          return true;
        }
      } catch (UnmappedAddress gone) {
        return true;
      }
      return false;
    });
  }

  private void count(Emitter emitter) {
    long lostNow = kernel.counts().ringFull();
    emitter.lost(lostNow - ringFull);
    ringFull = lostNow;
  }

  @Override
  public void flush(long nowNanos, Emitter emitter) {
    // what ended before now and is still in the ring must not be taken for open
    if (events.emitter == emitter) {
      kernel.poll(events);
    }
    count(emitter);
    for (TrackedThread thread : threads.values()) {
      thread.intervals().flush(thread, nowNanos, emitter);
    }
  }

  @Override
  public Duration held() {
    return Duration.ZERO;
  }

  @Override
  public Duration kernelCpu() {
    return Duration.ofNanos(kernel.counts().kernelNanos());
  }

  KernelCounts counts() {
    return kernel.counts();
  }

  @Override
  public boolean wantsRefresh() {
    boolean wanted = refresh;
    refresh = false;
    return wanted;
  }

  @Override
  public void close() {
    kernel.close();
  }

  /// What the kernel tells, turned into samples.
  private final class Events implements KernelEvents {
    private @Nullable Emitter emitter;
    private long endNanos;

    private Emitter emitter() {
      if (emitter == null) {
        throw new IllegalStateException("polled before the run began");
      }
      return emitter;
    }

    @Override
    public void timer(int tid, long nanos, long gilHolder, Snapshot stack) {
      TrackedThread thread = threads.get(tid);
      if (thread == null || nanos > endNanos) {
        return;
      }
      thread.holdsGil(gilHolder == thread.python().tstate());
      Read read = read(thread, stack);
      if (read != null) {
        emitter().tick(thread, nanos, read.stack, new Activity.OnCpu(), read.exactness);
      }
    }

    @Override
    public void leave(
        int tid,
        long nanos,
        long state,
        long call,
        long a,
        long b,
        long c,
        long gilHolder,
        Snapshot stack) {
      TrackedThread thread = threads.get(tid);
      if (thread == null || nanos > endNanos) {
        return;
      }
      thread.holdsGil(gilHolder == thread.python().tstate());
      Read read = read(thread, stack);
      if (read != null) {
        Activity activity = state == 0 ? new Activity.Queued() : waiting(thread, call, a, state);
        thread.intervals().leave(thread, nanos, read.stack, activity, read.exactness, emitter());
      }
    }

    private Activity waiting(TrackedThread thread, long call, long first, long state) {
      boolean uninterruptible = (state & 2) != 0;
      return call < 0 || (uninterruptible && WaitingCall.of(call) == WaitingCall.NONE)
          ? thread.target().waitingOutsideCall()
          : thread.target().waiting(call, first);
    }

    private record Read(Stack stack, Exactness exactness) {}

    private @Nullable Read read(TrackedThread thread, Snapshot snapshot) {
      return switch (thread.target().process().parser().parse(snapshot)) {
        case StackRead.Complete(Stack stack, boolean cut) -> {
          if (cut) {
            emitter().cut();
          }
          yield new Read(stack, Exactness.EXACT);
        }
        case StackRead.Torn(Stack certain, String _) -> {
          if (certain.depth() == 0) {
            emitter().lost(1);
            yield null;
          }
          yield new Read(certain, Exactness.APPROXIMATE);
        }
      };
    }

    @Override
    public void enter(int tid, long nanos) {
      TrackedThread thread = threads.get(tid);
      if (thread != null) {
        thread.intervals().close(thread, Math.min(nanos, endNanos), emitter());
      }
    }

    @Override
    public void unknownThread(int tgid, int tid) {
      if (threads.containsKey(tid)) {
        // asked before the answer came
        return;
      }
      int looks = unknown.merge(tid, 1, Integer::sum);
      if (looks > LOOKS_BEFORE_IGNORED) {
        kernel.ignoreThread(tgid, tid);
        unknown.remove(tid);
      } else {
        refresh = true;
      }
    }

    @Override
    public void exited(int tgid, int tid) {
      TrackedThread thread = threads.get(tid);
      if (thread != null) {
        thread.intervals().close(thread, Math.min(System.nanoTime(), endNanos), emitter());
      }
      refresh = true;
    }

    @Override
    public void forked(int tgid, int childTgid) {
      refresh = true;
    }

    @Override
    public void replaced(int tgid) {
      refresh = true;
    }
  }
}
