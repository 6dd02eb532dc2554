package dev.hotclub.remote.ptrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotclub.remote.process.ProcessFiles;
import dev.hotclub.remote.process.TaskState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real processes are stopped as a sampler stops them, and asked afterwards what they felt.
@Timeout(120)
final class ThreadStopTest {
  private static final boolean FULL = Boolean.getBoolean("hotclub.full");
  private static final int KILLS = FULL ? 500 : 20;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {100, 1_000, 5_000})
  void noSignalIsLostAndNoCallEndsEarlyUnderAStorm(int rate) throws IOException {
    String rounds = FULL ? "60000" : "3000";
    try (NativeTarget storm = NativeTarget.start(folder, "storm", rounds);
        StopLoop loop = new StopLoop(storm.pid())) {
      loop.runWhile(() -> !storm.hasSaidSomething(), rate);
      Map<String, Long> felt = storm.hear("end");
      System.out.println("storm at " + rate + "/s: " + loop.counts() + " " + felt);
      assertUnharmed(felt);
      assertThat(loop.counts().stops()).isPositive().isEqualTo(loop.looks());
    }
  }

  private static void assertUnharmed(Map<String, Long> felt) {
    assertSignalsArrived(felt);
    assertThat(felt).containsEntry("early", 0L);
  }

  private static void assertSignalsArrived(Map<String, Long> felt) {
    assertThat(felt.get("received0")).isEqualTo(felt.get("queued")).isPositive();
    assertThat(felt.get("received1")).isEqualTo(felt.get("queued"));
    assertThat(felt).containsEntry("order", 0L).containsEntry("lost", 0L);
  }

  @Test
  void aTracerKilledAtAnyInstantLeavesItsTargetRunningWithAllItsSignals() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (NativeTarget storm = NativeTarget.start(folder, "storm", "0")) {
      ProcessFiles files = new ProcessFiles(storm.pid());
      for (int kill = 0; kill < KILLS; kill++) {
        Process tracer = tracer(storm.pid(), 5_000);
        assertThat(tracer.inputReader().readLine()).isEqualTo("ready");
        spin(random.nextInt(30_000_000));
        tracer.destroyForcibly().waitFor();
        assertThat(files.tasks())
            .as("seed %d, kill %d", seed, kill)
            .isNotEmpty()
            .allSatisfy(tid -> assertThat(new ProcessFiles(tid).tracer()).isZero())
            .allSatisfy(
                tid -> assertThat(new ProcessFiles(tid).state()).isNotIn("t", "T", "Z", ""));
      }
      storm.tell("enough");
      Map<String, Long> felt = storm.hear("end");
      assertSignalsArrived(felt);
      // whoever dies between the interruption of a call and its repair cannot repair it: that call
      // returns EINTR, as it does at any signal
      assertThat(felt.get("early")).as("seed %d", seed).isLessThanOrEqualTo(KILLS);
    }
  }

  private static Process tracer(int pid, int rate) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            "target/classes:target/test-classes",
            MortalTracer.class.getName(),
            Integer.toString(pid),
            Integer.toString(rate))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void threadsForksAndNewProgramsGoOnWhileTheyAreStopped() throws IOException {
    try (NativeTarget changing = NativeTarget.start(folder, "changing", FULL ? "1000" : "60");
        StopLoop loop = new StopLoop(changing.pid())) {
      loop.runWhile(() -> !changing.hasSaidSomething(), 5_000);
      assertThat(changing.hear("end")).isEmpty();
      assertThat(loop.counts().stops()).isPositive();
    }
  }

  @Test
  void aSuspendedProcessStaysSuspendedUntilItIsContinued() throws Exception {
    try (NativeTarget spin = NativeTarget.start(folder, "spin");
        StopLoop loop = new StopLoop(spin.pid())) {
      ProcessFiles files = new ProcessFiles(spin.pid());
      for (int time = 0; time < 20; time++) {
        long before = loop.looks();
        loop.runWhile(() -> loop.looks() < before + 20, 2_000);
        kill("-STOP", spin.pid());
        loop.runWhile(() -> !everyThreadIs("T", files), 2_000);
        long ticks = processorTicks(files);
        long[] rounds = {0};
        loop.runWhile(() -> rounds[0]++ < 20, 2_000);
        assertThat(loop.last()).isInstanceOf(StopOutcome.AtRest.class);
        assertThat(everyThreadIs("T", files)).isTrue();
        assertThat(processorTicks(files)).isEqualTo(ticks);
        kill("-CONT", spin.pid());
        loop.runWhile(() -> !everyThreadIs("R", files), 2_000);
      }
    }
  }

  private static boolean everyThreadIs(String state, ProcessFiles files) {
    return files.tasks().stream().allMatch(tid -> new ProcessFiles(tid).state().equals(state));
  }

  private static long processorTicks(ProcessFiles files) {
    return Long.parseLong(files.stat().get(11)) + Long.parseLong(files.stat().get(12));
  }

  private static void kill(String signal, int pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("/bin/kill", signal, Integer.toString(pid)).start().waitFor())
        .isZero();
  }

  @Test
  void aKilledProcessIsGoneAndLeavesNothingBehind() throws Exception {
    try (NativeTarget spin = NativeTarget.start(folder, "spin");
        StopLoop loop = new StopLoop(spin.pid())) {
      ProcessFiles files = new ProcessFiles(spin.pid());
      loop.runWhile(() -> loop.looks() < 50, 5_000);
      kill("-KILL", spin.pid());
      loop.runWhile(files::exists, 5_000);
      assertThat(loop.counts().stops()).isPositive();
    }
  }

  @Test
  void anotherTracerIsNamedAndTheThreadIsNotTouched() throws IOException {
    try (NativeTarget spin = NativeTarget.start(folder, "spin");
        NativeTarget tracer = NativeTarget.start(folder, "tracer", Integer.toString(spin.pid()));
        TaskState state = new TaskState(spin.pid(), spin.pid());
        ThreadStop stop = new ThreadStop(spin.pid())) {
      int[] looks = {0};
      StopOutcome outcome = stop.stop(spin.pid(), state, () -> looks[0]++);
      assertThat(outcome)
          .isInstanceOfSatisfying(
              StopOutcome.TracedBy.class,
              by -> {
                assertThat(by.pid()).isEqualTo(tracer.pid());
                assertThat(by.command()).contains("tracer " + spin.pid());
              });
      assertThat(stop.tracer()).contains((StopOutcome.TracedBy) outcome);
      assertThat(looks[0]).isZero();
    }
  }

  @Test
  void aThreadOfNobodyIsGone() {
    int nobody = 4_194_304; // one more than the largest the kernel gives out (PID_MAX_LIMIT)
    try (TaskState state = new TaskState(nobody, nobody);
        ThreadStop stop = new ThreadStop(nobody)) {
      assertThat(stop.stop(nobody, state, () -> {})).isInstanceOf(StopOutcome.Gone.class);
    }
  }

  @Test
  void aLookThatFailsLetsTheThreadGo() throws IOException {
    try (NativeTarget spin = NativeTarget.start(folder, "spin");
        TaskState state = new TaskState(spin.pid(), spin.pid());
        ThreadStop stop = new ThreadStop(spin.pid())) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  stop.stop(
                      spin.pid(),
                      state,
                      () -> {
                        throw new IllegalStateException("look");
                      });
                }
              })
          .hasMessage("look");
      assertThat(new ProcessFiles(spin.pid()).tracer()).isZero();
      assertThat(new ProcessFiles(spin.pid()).state()).isEqualTo("R");
    }
  }

  @Test
  void allRunningThreadsStandDuringOneLook() throws IOException {
    try (NativeTarget spin = NativeTarget.start(folder, "spin");
        ThreadStop stop = new ThreadStop(spin.pid())) {
      List<Integer> tids = new ProcessFiles(spin.pid()).tasks();
      assertThat(tids).hasSize(2);
      try (TaskState first = new TaskState(spin.pid(), tids.get(0));
          TaskState second = new TaskState(spin.pid(), tids.get(1))) {
        List<String> states = new ArrayList<>();
        StopOutcome outcome =
            stop.stopAll(
                Map.of(tids.get(0), first, tids.get(1), second),
                () -> tids.forEach(tid -> states.add(new ProcessFiles(tid).state())));
        assertThat(outcome).isInstanceOf(StopOutcome.Held.class);
        assertThat(states).containsExactly("t", "t");
        assertThat(tids)
            .allSatisfy(tid -> assertThat(new ProcessFiles(tid).state()).isEqualTo("R"));
      }
    }
  }

  @Test
  void onlyTheThreadThatBeganMayGoOn() throws Exception {
    try (ExecutorService other = Executors.newSingleThreadExecutor();
        NativeTarget spin = NativeTarget.start(folder, "spin");
        TaskState state = new TaskState(spin.pid(), spin.pid());
        ThreadStop stop = new ThreadStop(spin.pid())) {
      assertThat(stop.stop(spin.pid(), state, () -> {})).isNotNull();
      assertThatThrownBy(() -> other.submit(() -> stop.stop(spin.pid(), state, () -> {})).get())
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(IllegalStateException.class);
    }
  }
}
