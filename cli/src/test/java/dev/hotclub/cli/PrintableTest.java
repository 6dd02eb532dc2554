package dev.hotclub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrintableTest {
  @Test
  void ordinaryTextOfAnyLanguageStaysAsItIs() {
    assertThat(Printable.of("größe 日本 😀")).isEqualTo("größe 日本 😀");
  }

  @Test
  void whatMovesACursorOrTurnsTextIsEscaped() {
    assertThat(Printable.of("a\u001b[2Jb")).isEqualTo("a\\u001b[2Jb");
    assertThat(Printable.of("a\nb\tc\rd")).isEqualTo("a\\nb\\tc\\rd");
    assertThat(Printable.of("\u009b1m")).isEqualTo("\\u009b1m");
    assertThat(Printable.of("x\u202ey")).isEqualTo("x\\u202ey");
    assertThat(Printable.of("\u007f")).isEqualTo("\\u007f");
  }
}
