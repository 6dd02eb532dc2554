package dev.hotclub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FormatTest {
  @ParameterizedTest
  @EnumSource
  void theUsualNameOfAFormatMeansThatFormat(Format format) {
    assertThat(Format.byName("run" + format.ending())).contains(format);
    assertThat(Format.of(format.word())).isEqualTo(format);
  }

  @Test
  void theLongestEndingDecides() {
    assertThat(Format.byName("run.json")).contains(Format.SPEEDSCOPE);
    assertThat(Format.byName("RUN.GECKO.JSON")).contains(Format.GECKO);
    assertThat(Format.byName("run.trace.json")).contains(Format.CHROMETRACE);
  }

  @Test
  void aNameThatSaysNothingDecidesNothing() {
    assertThat(Format.byName("run")).isEmpty();
    assertThat(Format.byName("-")).isEmpty();
  }
}
