package dev.hotclub.sampler.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hotclub.model.Activity;
import dev.hotclub.model.Cost;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Losses;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.Reader;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Session;
import dev.hotclub.model.Stack;
import dev.hotclub.model.Tags;
import dev.hotclub.model.View;
import dev.hotclub.model.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LiveCountsTest {
  private static final long PERIOD = 10_000_000;
  private static final Frame OUTER = new Frame("outer", "a.py", "a.py", 1, 5, 5, 0, 9);
  private static final Frame INNER = new Frame("inner", "a.py", "a.py", 10, 11, 11, 4, 8);
  private static final Stack NESTED = new Stack(List.of(INNER, INNER, OUTER));
  private static final Activity SLEEP =
      new Activity.Waiting(new WaitReason(WaitReason.Kind.SLEEP, ""));

  private final LiveCounts counts =
      new LiveCounts(new Session(Instant.EPOCH, 100, Reader.KERNEL, "test"), View.Counting.BUSY);

  private void runs(int thread, int fromTick, int ticks) {
    for (int i = 0; i < ticks; i++) {
      sample(thread, (fromTick + i) * PERIOD, PERIOD, new Activity.OnCpu(), true);
    }
  }

  private void sample(int thread, long start, long nanos, Activity activity, boolean gil) {
    counts.sample(
        new Sample(start, nanos, 1, thread, NESTED, activity, gil, Exactness.EXACT, Tags.NONE));
  }

  private void covered(int ticks) {
    counts.covered(Duration.ofNanos(ticks * PERIOD), new Losses(ticks, 0, 0, 0, 0), Cost.NONE);
  }

  private static LiveRow row(List<LiveRow> rows, String function) {
    return rows.stream()
        .filter(row -> row.frame().function().equals(function))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aBusyThreadHasTheWholeWindowHoweverLateSomebodyLooks() {
    runs(7, 0, 100);
    covered(100);
    runs(7, 100, 3);
    LiveView view = counts.endWindow();
    assertThat(view.window()).isEqualTo(Duration.ofSeconds(1));
    assertThat(view.busyShare()).isEqualTo(1, within(1e-9));
    assertThat(view.gilShare()).isEqualTo(1, within(1e-9));
    assertThat(view.samples()).isEqualTo(100);
  }

  @Test
  void recursionIsCountedOnceInTotal() {
    runs(7, 0, 50);
    covered(100);
    LiveView view = counts.endWindow();
    assertThat(row(view.functions(), "inner").ownShare()).isEqualTo(0.5, within(1e-9));
    assertThat(row(view.functions(), "inner").totalShare()).isEqualTo(0.5, within(1e-9));
    assertThat(row(view.functions(), "outer").ownShare()).isZero();
    assertThat(row(view.functions(), "outer").totalShare()).isEqualTo(0.5, within(1e-9));
    assertThat(row(view.functions(), "inner").frame().line()).isEqualTo(10);
    assertThat(row(view.lines(), "inner").frame().line()).isEqualTo(11);
  }

  @Test
  void sharesAreOfTheWindowAndTimesSinceTheReset() {
    runs(7, 0, 100);
    covered(100);
    assertThat(row(counts.endWindow().functions(), "inner").own()).hasSeconds(1);
    covered(200);
    LiveRow later = row(counts.endWindow().functions(), "inner");
    assertThat(later.ownShare()).isZero();
    assertThat(later.own()).hasSeconds(1);
    counts.reset();
    runs(7, 200, 20);
    covered(220);
    LiveView fresh = counts.endWindow();
    assertThat(row(fresh.functions(), "inner").own()).hasMillis(200);
    assertThat(fresh.sinceReset()).hasMillis(200);
    assertThat(fresh.busyShare()).isEqualTo(1, within(1e-9));
  }

  @Test
  void aThreadThatSleepsIsThereAndNotInTheTable() {
    sample(8, 0, 100 * PERIOD, SLEEP, false);
    covered(100);
    LiveView view = counts.endWindow();
    assertThat(view.functions()).isEmpty();
    assertThat(view.threads()).hasSize(1);
    assertThat(view.threads().getFirst().activity()).isEqualTo(SLEEP);
    assertThat(view.threads().getFirst().busyShare()).isZero();
  }

  @Test
  void idleThreadsAreCountedWhereAskedFor() {
    counts.count(View.Counting.IDLE_TOO);
    sample(8, 0, 100 * PERIOD, SLEEP, false);
    covered(100);
    assertThat(row(counts.endWindow().functions(), "inner").ownShare()).isEqualTo(1, within(1e-9));
  }

  @Test
  void oneThreadIsCountedAloneWhereAskedFor() {
    counts.only(8);
    runs(7, 0, 100);
    runs(8, 0, 30);
    covered(100);
    LiveView view = counts.endWindow();
    assertThat(row(view.functions(), "inner").ownShare()).isEqualTo(0.3, within(1e-9));
    assertThat(view.busyShare()).as("the load is the process's").isEqualTo(1.3, within(1e-9));
  }

  @Test
  void aThreadThatNobodyTellsOfHasEndedAndItsProcessToo() {
    counts.process(new ProcessInfo(1, 0, List.of("python"), "3.12.1"));
    runs(7, 0, 100);
    covered(100);
    assertThat(counts.endWindow().threads()).hasSize(1);
    covered(300);
    LiveView view = counts.endWindow();
    assertThat(view.threads()).isEmpty();
    assertThat(view.processes()).isEmpty();
  }

  @Test
  void anEmptyWindowHasNoShares() {
    runs(7, 0, 3);
    assertThat(counts.endWindow().busyShare()).isZero();
  }
}
