package dev.hotclub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AmountsTest {
  @Test
  void durationsHaveTheUnitTheyAreReadIn() {
    assertThat(Amounts.of(Duration.ZERO)).isEqualTo("0 µs");
    assertThat(Amounts.of(Duration.ofNanos(340_400))).isEqualTo("340 µs");
    assertThat(Amounts.of(Duration.ofNanos(2_340_000))).isEqualTo("2.3 ms");
    assertThat(Amounts.of(Duration.ofMillis(96))).isEqualTo("96 ms");
    assertThat(Amounts.of(Duration.ofMillis(1_240))).isEqualTo("1.2 s");
    assertThat(Amounts.of(Duration.ofSeconds(243))).isEqualTo("4 m 3 s");
    assertThat(Amounts.of(Duration.ofMinutes(192))).isEqualTo("3 h 12 m");
    assertThat(Amounts.of(Duration.ofHours(52))).isEqualTo("2 d 4 h");
  }

  @Test
  void sizesAreDecimal() {
    assertThat(Amounts.bytes(712_000)).isEqualTo("712 kB");
    assertThat(Amounts.bytes(41_400_000)).isEqualTo("41 MB");
    assertThat(Amounts.bytes(1_310_000_000)).isEqualTo("1.3 GB");
  }

  @Test
  void aShareThatIsNotNothingIsNotShownAsNothing() {
    assertThat(Amounts.percent(0)).isEqualTo("0 %");
    assertThat(Amounts.percent(0.00001)).isEqualTo("< 0.1 %");
    assertThat(Amounts.percent(0.003)).isEqualTo("0.3 %");
    assertThat(Amounts.percent(0.1249)).isEqualTo("12 %");
    assertThat(Amounts.percent(0.0999)).isEqualTo("10 %");
  }

  @Test
  void countsHaveTheirThousandsMarked() {
    assertThat(Amounts.count(0)).isEqualTo("0");
    assertThat(Amounts.count(999)).isEqualTo("999");
    assertThat(Amounts.count(2_998)).isEqualTo("2,998");
    assertThat(Amounts.count(1_234_567)).isEqualTo("1,234,567");
  }
}
