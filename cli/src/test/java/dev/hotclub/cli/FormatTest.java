package dev.hotclub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.cli.args.ArgumentParser;
import dev.hotclub.cli.args.Option;
import dev.hotclub.cli.args.UsageError;
import java.util.List;
import java.util.Optional;
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
  void flamegraphIsAPictureUnlessTheNameIsAPages() throws UsageError {
    assertThat(asked("-f", "flamegraph", "-o", "a.html")).contains(Format.HTML);
    assertThat(asked("-f", "flamegraph", "-o", "a.svg")).contains(Format.FLAMEGRAPH);
    assertThat(asked("-f", "flamegraph", "-o", "-")).contains(Format.FLAMEGRAPH);
    assertThat(asked("-f", "raw", "-o", "a.html")).contains(Format.RAW);
    assertThat(asked("-o", "a.svg")).contains(Format.FLAMEGRAPH);
    assertThat(asked("-o", "a")).isEmpty();
  }

  private static Optional<Format> asked(String... words) throws UsageError {
    Option output = Option.taking("o", "output", "filename", "where to");
    return Format.asked(
        ArgumentParser.parse(List.of(Format.OPTION, output), List.of(words)), output);
  }

  @Test
  void aNameThatSaysNothingDecidesNothing() {
    assertThat(Format.byName("run")).isEmpty();
    assertThat(Format.byName("-")).isEmpty();
  }
}
