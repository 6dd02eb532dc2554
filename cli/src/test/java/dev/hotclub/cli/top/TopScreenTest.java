package dev.hotclub.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.model.Losses;
import dev.hotclub.model.View;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopScreenTest {
  private static List<AttributedString> lines(
      Windows windows, TopState state, int width, int height) {
    return new TopScreen(windows.facts(), state, width, height, Ink.COLOUR).lines();
  }

  private static List<String> text(Windows windows, TopState state, int width, int height) {
    return lines(windows, state, width, height).stream().map(Object::toString).toList();
  }

  private static List<String> usual(TopState state) {
    return text(Windows.usual(), state, 80, 24);
  }

  @Test
  void saysWhoHowBusyHowGoodAndWhatIsCounted() {
    assertThat(usual(Windows.first()).subList(0, 4))
        .containsExactly(
            "shop.py 4711 · python 3.12.1 · kernel reader · 100/s",
            "cpu 61 %   gil 38 %   threads 2, 1 busy",
            "100 samples, all exact, 0 lost · target held 0.3 % · profiler 0.9 %",
            "busy threads · times since 1 m 4 s");
  }

  @Test
  void showsSharesAndTimesOfFunctionsLargestOwnFirst() {
    assertThat(usual(Windows.first()).subList(4, 8))
        .containsExactly(
            "  ▾OWN%  TOTAL%     OWN   TOTAL  FUNCTION",
            "   31.0    31.2  12.30s  12.40s  parse_date (dateutil/parser.py:7)",
            "    2.0    90.0   4m10s   1h06m  render (django/template/base.py:7)",
            "    0.0    95.0   0.00s  10h00m  handle (shop/views.py:7)");
  }

  @Test
  void sortsByTheColumnThatWasAskedFor() {
    assertThat(usual(Windows.first().sort(SortBy.TOTAL_SHARE)).get(5)).contains("handle");
    assertThat(usual(Windows.first().sort(SortBy.OWN_TIME)).get(5)).contains("render");
    assertThat(usual(Windows.first().sort(SortBy.TOTAL_TIME)).get(5)).contains("handle");
    assertThat(usual(Windows.first().sort(SortBy.TOTAL_TIME)).get(4)).contains("▾TOTAL ");
  }

  @Test
  void aFilterLeavesRowsWithTheTextInFunctionOrFile() {
    List<String> byFile = usual(Windows.first().filter("TEMPLATE"));
    assertThat(byFile.get(5)).contains("render");
    assertThat(byFile.get(6)).isEmpty();
    assertThat(byFile.get(3)).contains("with 'TEMPLATE'");
    assertThat(usual(Windows.first().filter("nowhere")).get(5)).contains("Esc clears the filter");
  }

  @Test
  void scrollsNoFurtherThanTheLastRow() {
    List<String> lines = text(Windows.usual(), Windows.first().offset(99), 80, 8);
    assertThat(lines.get(4)).contains("handle");
    lines = text(Windows.usual(), Windows.first().offset(99), 80, 5);
    assertThat(lines.subList(2, 4).toString()).contains("render").contains("handle");
  }

  @Test
  void fullNamesAreShownWhereAskedFor() {
    assertThat(usual(Windows.first().names(View.Names.FULL)).get(5))
        .endsWith("parse_date (/srv/dateutil/parser.py:7)");
  }

  @Test
  void aPauseIsSeen() {
    assertThat(usual(Windows.first().motion(TopState.Motion.PAUSED)).get(3)).startsWith(" PAUSED ");
  }

  @Test
  void theThreadThatIsCountedAloneIsNamed() {
    assertThat(usual(Windows.first().only(Optional.of(4712))).get(3))
        .contains("thread writer (4712)");
    assertThat(usual(Windows.first().only(Optional.of(9))).get(3)).contains("9, which has ended");
  }

  @Test
  void threadsAreListedBusyOnesFirstWithWhatTheyDo() {
    List<String> lines =
        usual(Windows.first().panel(TopState.Panel.THREADS).marked(Optional.of(4712)));
    assertThat(lines.get(5)).contains("95.0").contains("MainThread (4711)").contains("on CPU");
    assertThat(lines.get(6)).contains("writer (4712)").contains("sleeping").contains("work");
  }

  @Test
  void whatWasLostIsAWarning() {
    Windows bad = Windows.usual().losing(new Losses(60, 20, 20, 0, 1));
    AttributedString line = lines(bad, Windows.first(), 80, 24).get(2);
    assertThat(line.toString()).startsWith("80 samples, 75 % exact, 20 lost, 1 cut");
    assertThat(line.styleAt(0)).isEqualTo(Ink.COLOUR.warning());
  }

  @Test
  void withoutColourWeightsRemain() {
    List<AttributedString> lines =
        new TopScreen(Windows.usual().facts(), Windows.first(), 80, 24, Ink.BLACK_AND_WHITE)
            .lines();
    assertThat(lines)
        .allSatisfy(line -> assertThat(line.toAnsi()).doesNotContainPattern("\\[3[0-7]"));
    assertThat(lines.get(5).toAnsi()).contains("\u001b[1m");
  }

  @Test
  void namesOfATargetNeverMoveTheCursor() {
    Windows hostile =
        new Windows().row("a\u001b[2J\u0007\u009b1m\u202eb", "x\u001b]0;y\u0007.py", 1, 1, 1, 1);
    assertThat(text(hostile, Windows.first(), 120, 24))
        .allSatisfy(
            line -> assertThat(line).doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u202e]"))
        .anySatisfy(line -> assertThat(line).contains("a\\u001b[2J"));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "200,50", "59,10", "35,6", "20,3", "3,2", "1,1"})
  void fitsEverySizeInEveryPanel(int width, int height) {
    Windows wide =
        Windows.usual()
            .row("漢字".repeat(40), "長い/".repeat(30) + "x.py", 0.5, 0.5, 1, 1)
            .thread(9, "糸".repeat(30), 0.5);
    for (TopState.Panel panel : TopState.Panel.values()) {
      List<AttributedString> lines = lines(wide, Windows.first().panel(panel), width, height);
      assertThat(lines).hasSize(height);
      assertThat(lines)
          .allSatisfy(line -> assertThat(line.columnLength()).isLessThanOrEqualTo(width));
    }
  }

  @Test
  void aNarrowScreenKeepsTheFunctionAndTheEndOfItsPlace() {
    assertThat(text(Windows.usual(), Windows.first(), 40, 24).get(5))
        .isEqualTo("   31.0    31.2  parse_date (…rser.py:7)");
  }
}
