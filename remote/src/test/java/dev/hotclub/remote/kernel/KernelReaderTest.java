package dev.hotclub.remote.kernel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.remote.cpython.Attach;
import dev.hotclub.remote.cpython.AttachFailure;
import dev.hotclub.remote.cpython.PythonProcess;
import dev.hotclub.remote.cpython.PythonTarget;
import dev.hotclub.remote.cpython.StackRead;
import dev.hotclub.remote.memory.Snapshot;
import dev.hotclub.testkit.Interpreter;
import dev.hotclub.testkit.Interpreters;
import dev.hotclub.testkit.LiveTarget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Live, against the running kernel.
final class KernelReaderTest {
  private static final Path PYTHON = PythonTarget.interpreter(13);
  private static final String SCRIPTS = "/dev/hotclub/remote/kernel/";
  private static final int CLOCK_NANOSLEEP = 230;

  static Stream<Interpreter> interpreters() {
    return Interpreters.here().present().stream();
  }

  private static byte[] script() throws IOException {
    try (InputStream script =
        requireNonNull(KernelReaderTest.class.getResourceAsStream("moving.py"))) {
      return script.readAllBytes();
    }
  }

  private static int minor(LiveTarget target) {
    return switch (PythonProcess.attach(target.pid())) {
      case Attach.Attached(PythonProcess process) -> {
        try (process) {
          yield process.version().minor();
        }
      }
      case Attach.Failed(AttachFailure why) -> throw new AssertionError(why.message());
    };
  }

  /// Checks every stack, and that the deepest and the shallowest were seen.
  private static final class Checking extends Watching {
    private final Oracle oracle;
    private long cut;
    private long foreignHolder;
    private int deepest;
    private long depths;

    Checking(int ratePerSecond, int minorVersion) {
      super(ratePerSecond);
      this.oracle = new Oracle(minorVersion);
    }

    @Override
    public void timer(int tid, long nanos, long gilHolder, Snapshot stack) {
      super.timer(tid, nanos, gilHolder, stack);
      check(stack);
      if (gilHolder != tstates.getOrDefault(tid, 0L)) {
        foreignHolder++;
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
      super.leave(tid, nanos, state, call, a, b, c, gilHolder, stack);
      check(stack);
    }

    private void check(Snapshot stack) {
      if (stack.cut()) {
        cut++;
        return;
      }
      int depth = oracle.depth(stack);
      depths += depth;
      deepest = Math.max(deepest, depth);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 100, 300, 1000})
  void copiesAStackThatAlwaysMovesAtOneInstant(int depth) throws IOException {
    try (PythonTarget target =
            PythonTarget.start(PYTHON, SCRIPTS + "moving.py", Integer.toString(depth));
        Checking watching = new Checking(10_000, 13)) {
      watching.watch(target.pid());
      watching.until(() -> watching.timers >= 10_000);
      assertThat(watching.cut).isZero();
      assertThat(watching.deepest).isGreaterThan(depth * 9 / 10);
      assertThat((double) watching.depths / (watching.timers + watching.leaves))
          .isBetween(depth * 0.35, depth * 0.75 + 3);
      assertThat(watching.foreignHolder).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void copiesStacksOfEveryVersion(Interpreter interpreter) throws IOException {
    try (LiveTarget target = LiveTarget.start(interpreter, "moving.py", script(), List.of("200"));
        Checking watching = new Checking(5_000, minor(target))) {
      int minor = minor(target);
      PythonProcess process = watching.watch(target.pid());
      watching.until(() -> watching.timers >= 1_500);
      assertThat(watching.deepest).isBetween(180, 204);
      assertThat(watching.cut).isLessThan(15); // until the depth is known, before 3.11
      if (process.gil().present() && minor > 6) { // 3.6 makes the lock with the second thread
        assertThat(watching.foreignHolder).isZero();
      }
    }
  }

  @Test
  void countsEveryWaitOfEveryFunction() throws IOException {
    Map<String, Integer> waits = new HashMap<>();
    try (PythonTarget target = PythonTarget.start(PYTHON, SCRIPTS + "waiting.py", "1500", "500");
        Watching watching =
            new Watching(100) {
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
                super.leave(tid, nanos, state, call, a, b, c, gilHolder, stack);
                if (state != 0 && call == CLOCK_NANOSLEEP) {
                  assertThat(gilHolder).isZero();
                  waits.merge(innermost(process(tid), stack), 1, Integer::sum);
                }
              }
            }) {
      watching.watch(target.pid());
      target.tell("go");
      target.hearUntil("done");
      String[] said = target.said().getLast().split(" ");
      int shorts = Integer.parseInt(said[1]);
      int longs = Integer.parseInt(said[2]);
      assertThat(shorts).isGreaterThan(1400);
      assertThat(longs).isGreaterThan(450);
      watching.until(() -> waits.values().stream().mapToInt(n -> n).sum() >= shorts + longs);
      target.tell("end");
      watching.until(() -> watching.events.contains("exited " + target.pid()));
      assertThat(waits)
          .containsOnly(Map.entry("short_wait", shorts), Map.entry("long_wait", longs));
      assertThat(watching.reader.counts().ringFull()).isZero();
    }
  }

  /// Under some hypervisors a kernel leaves out a few switches to a thread, for its own tracer too;
  /// it has never left out a switch away from one.
  @Test
  void leavesAndEntersTakeTurns() throws IOException {
    Map<Integer, Long> awaySince = new HashMap<>();
    AtomicInteger unseen = new AtomicInteger();
    try (PythonTarget target = PythonTarget.start(PYTHON, SCRIPTS + "waiting.py", "300", "100");
        Watching watching =
            new Watching(100) {
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
                super.leave(tid, nanos, state, call, a, b, c, gilHolder, stack);
                if (awaySince.put(tid, nanos) != null) {
                  unseen.incrementAndGet();
                }
              }

              @Override
              public void enter(int tid, long nanos) {
                super.enter(tid, nanos);
                Long since = awaySince.remove(tid);
                assertThat(since != null || enters == 1).isTrue();
                assertThat(nanos).isGreaterThan(since == null ? 0 : since);
              }
            }) {
      watching.watch(target.pid());
      target.tell("go");
      target.hearUntil("done");
      target.tell("end");
      watching.until(() -> watching.events.contains("exited " + target.pid()));
      assertThat(watching.enters).isGreaterThan(350);
      assertThat(unseen.get()).isLessThan(20);
    }
  }

  @Test
  void watchesProcessesOfTwoVersionsAtOnce() throws IOException {
    Map<Integer, Oracle> oracles = new HashMap<>();
    Map<Integer, Long> samples = new HashMap<>();
    try (PythonTarget one = PythonTarget.start(PYTHON, SCRIPTS + "moving.py", "30");
        PythonTarget other =
            PythonTarget.start(PythonTarget.interpreter(9), SCRIPTS + "moving.py", "60");
        Watching watching =
            new Watching(5_000) {
              @Override
              public void timer(int tid, long nanos, long gilHolder, Snapshot stack) {
                requireNonNull(oracles.get(tid)).depth(stack);
                samples.merge(tid, 1L, Long::sum);
              }
            }) {
      oracles.put(one.pid(), new Oracle(13));
      oracles.put(other.pid(), new Oracle(9));
      watching.watch(one.pid());
      watching.watch(other.pid());
      watching.until(() ->
          samples.getOrDefault(one.pid(), 0L) > 500 && samples.getOrDefault(other.pid(), 0L) > 500);
      watching.reader.forgetThread(one.pid());
      watching.reader.forgetProcess(one.pid());
      watching.reader.poll(watching);
      long before = samples.getOrDefault(one.pid(), 0L);
      long more = samples.getOrDefault(other.pid(), 0L) + 200;
      watching.until(() -> samples.getOrDefault(other.pid(), 0L) > more);
      assertThat(samples).containsEntry(one.pid(), before);
    }
  }

  @Test
  void tellsOfThreadsChildrenProgramsAndEnds() throws IOException {
    try (PythonTarget target = PythonTarget.start(PYTHON, SCRIPTS + "changing.py");
        Watching watching = new Watching(100)) {
      int pid = target.pid();
      watching.watch(pid);
      target.tell("thread");
      watching.until(
          () -> watching.events.stream().filter(e -> e.startsWith("exited")).count() == 1);
      assertThat(watching.events).contains("named " + pid).hasSize(3);
      String started = watching.events.get(1).substring("named ".length());
      assertThat(watching.events.get(2))
          .isEqualTo("exited " + started)
          .isNotEqualTo("exited " + pid);
      target.hearUntil("done");
      target.tell("fork");
      target.hearUntil("done");
      String child = target.said().getLast();
      watching.until(() -> watching.events.contains("forked " + child));
      target.tell("exec");
      watching.until(() -> watching.events.contains("replaced " + pid));
    }
  }

  @Test
  void countsWhatDoesNotFitIntoTheRing() throws IOException {
    try (PythonTarget target = PythonTarget.start(PYTHON, SCRIPTS + "moving.py", "100");
        Watching watching = new Watching(10_000, 1 << 16)) {
      watching.watch(target.pid());
      watching.until(() -> watching.timers > 10);
      while (watching.reader.counts().ringFull() < 100) {
        Thread.onSpinWait();
      }
      long before = watching.timers;
      watching.until(() -> watching.timers > before + 100);
      KernelCounts counts = watching.reader.counts();
      assertThat(counts.sent()).isGreaterThan(100);
      assertThat(counts.kernelNanos()).isPositive();
      assertThat(counts.faults() + counts.tooBig()).isZero();
    }
  }

  private static String innermost(PythonProcess process, Snapshot stack) {
    return switch (process.parser().parse(stack)) {
      case StackRead.Complete complete -> complete.stack().frames().getFirst().function();
      case StackRead.Torn torn -> torn.reason();
    };
  }
}
