package dev.hotclub.remote.ptrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class PauseBudgetTest {
  private static final long SECOND = 1_000_000_000;
  private static final long MILLI = 1_000_000;

  @Test
  void stopsOfThirtyMicrosecondsAtAHundredASecondAreWithinHalfAPercent() {
    PauseBudget budget = new PauseBudget(PauseBudget.DEFAULT_SHARE, 0);
    for (long now = 0; now < 60 * SECOND; now += 10 * MILLI) {
      assertThat(budget.allows(now)).isTrue();
      budget.charge(now, 30_000);
    }
    assertThat(budget.heldNanos()).isEqualTo(6_000 * 30_000L);
  }

  @Test
  void atAThousandASecondAboutASixthIsAllowed() {
    PauseBudget budget = new PauseBudget(PauseBudget.DEFAULT_SHARE, 0);
    int allowed = 0;
    for (long now = 0; now < 60 * SECOND; now += MILLI) {
      if (budget.allows(now)) {
        budget.charge(now, 30_000);
        allowed++;
      }
    }
    // 0.5 % of 61 s in pieces of 30 microseconds
    assertThat(allowed).isBetween(10_100, 10_170);
    assertThat(budget.refused()).isEqualTo(60_000 - allowed);
  }

  @RepeatedTest(20)
  void noPeriodIsChargedMoreThanItsShareAndOneSurprise() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    double share = random.nextDouble(0.05);
    PauseBudget budget = new PauseBudget(share, 0);
    long longest = 0;
    long now = 0;
    for (int i = 0; i < 20_000; i++) {
      now += random.nextLong(3 * MILLI);
      if (budget.allows(now)) {
        long stop = random.nextLong(200_000);
        longest = Math.max(longest, stop);
        budget.charge(now, stop);
      }
      assertThat((double) budget.heldNanos())
          .as("seed %d", seed)
          .isLessThanOrEqualTo(share * (now + SECOND) + longest);
    }
  }

  @Test
  void restIsNotSavedUpForLongerThanASecond() {
    PauseBudget budget = new PauseBudget(0.005, 0);
    long later = 3_600 * SECOND;
    int allowed = 0;
    while (budget.allows(later)) {
      budget.charge(later, 50_000);
      allowed++;
    }
    assertThat(allowed).isBetween(99, 100);
  }

  @Test
  void oneDreadfulStopIsPaidBackAndThenForgotten() {
    PauseBudget budget = new PauseBudget(0.005, 0);
    budget.charge(0, 10 * SECOND);
    assertThat(budget.allows(SECOND)).isFalse();
    assertThat(budget.allows(2_100 * SECOND)).isTrue();
  }

  @Test
  void aShareOfNothingAllowsNothing() {
    PauseBudget budget = new PauseBudget(0, 0);
    assertThat(budget.allows(3_600 * SECOND)).isFalse();
  }

  @Test
  void aClockThatGoesBackEarnsNothing() {
    PauseBudget budget = new PauseBudget(0.005, SECOND);
    budget.charge(SECOND, 5 * MILLI);
    assertThat(budget.allows(0)).isFalse();
    assertThat(budget.allows(SECOND)).isFalse();
  }

  @Test
  void aShareAboveOneIsMisuse() {
    assertThatThrownBy(() -> new PauseBudget(1.5, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
