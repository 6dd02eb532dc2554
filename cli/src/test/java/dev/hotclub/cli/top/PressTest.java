package dev.hotclub.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.model.View;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PressTest {
  private static Press press(TopState state, Key key) {
    return Press.of(key, state, Windows.usual().view(), 2);
  }

  private static TopState typed(TopState state, String keys) {
    TopState now = state;
    for (int c : keys.codePoints().toArray()) {
      now = press(now, new Key.Typed(c)).state();
    }
    return now;
  }

  @Test
  void digitsSortAsInPySpy() {
    assertThat(typed(Windows.first(), "2").sort()).isEqualTo(SortBy.TOTAL_SHARE);
    assertThat(typed(Windows.first(), "3").sort()).isEqualTo(SortBy.OWN_TIME);
    assertThat(typed(Windows.first(), "4").sort()).isEqualTo(SortBy.TOTAL_TIME);
    assertThat(typed(Windows.first(), "41").sort()).isEqualTo(SortBy.OWN_SHARE);
  }

  @Test
  void aFilterTakesLettersThatAreKeysElsewhere() {
    TopState state = typed(Windows.first(), "/q1漢");
    assertThat(state.filter()).isEqualTo("q1漢");
    assertThat(press(state, Key.Named.ERASE).state().filter()).isEqualTo("q1");
    TopState kept = press(state, Key.Named.ENTER).state();
    assertThat(kept.panel()).isEqualTo(TopState.Panel.TABLE);
    assertThat(kept.filter()).isEqualTo("q1漢");
    assertThat(press(kept, Key.Named.ESCAPE).state().filter()).isEmpty();
    assertThat(press(state, Key.Named.ESCAPE).state().filter()).isEmpty();
  }

  @Test
  void enterCountsTheMarkedThreadAloneAndACountsAll() {
    TopState list = typed(Windows.first(), "t");
    assertThat(list.marked()).contains(4711);
    Press chosen = press(press(list, Key.Named.DOWN).state(), Key.Named.ENTER);
    assertThat(chosen.effect()).isEqualTo(Press.Effect.RECOUNT);
    assertThat(chosen.state().only()).contains(4712);
    Press all = press(typed(chosen.state(), "t"), new Key.Typed('a'));
    assertThat(all.effect()).isEqualTo(Press.Effect.RECOUNT);
    assertThat(all.state().only()).isEqualTo(Optional.empty());
  }

  @Test
  void theMarkStaysWithinTheList() {
    TopState list = typed(Windows.first(), "t");
    assertThat(press(list, Key.Named.UP).state().marked()).contains(4711);
    assertThat(press(list, Key.Named.END).state().marked()).contains(4712);
    assertThat(press(press(list, Key.Named.END).state(), Key.Named.DOWN).state().marked())
        .contains(4712);
  }

  @Test
  void scrollingStaysWithinTheTable() {
    assertThat(press(Windows.first(), Key.Named.UP).state().offset()).isZero();
    assertThat(press(Windows.first(), Key.Named.END).state().offset()).isEqualTo(1);
    assertThat(
            press(press(Windows.first(), Key.Named.END).state(), Key.Named.DOWN).state().offset())
        .isEqualTo(1);
  }

  @Test
  void iAndGChangeWhatIsCountedAndBack() {
    Press idle = press(Windows.first(), new Key.Typed('i'));
    assertThat(idle.effect()).isEqualTo(Press.Effect.RECOUNT);
    assertThat(idle.state().counting()).isEqualTo(View.Counting.IDLE_TOO);
    assertThat(press(idle.state(), new Key.Typed('i')).state().counting())
        .isEqualTo(View.Counting.BUSY);
  }

  @Test
  void qAndTheEndOfInputQuitFromEveryPanelThatTakesNoText() {
    for (TopState.Panel panel : TopState.Panel.values()) {
      TopState state = Windows.first().panel(panel);
      assertThat(press(state, Key.Named.END_OF_INPUT).effect()).isEqualTo(Press.Effect.QUIT);
      assertThat(press(state, new Key.Typed('q')).effect() == Press.Effect.QUIT)
          .isEqualTo(panel != TopState.Panel.FILTER);
    }
  }

  @Test
  void aKeyThatMeansNothingChangesNothing() {
    assertThat(press(Windows.first(), new Key.Typed('z')).state()).isEqualTo(Windows.first());
    assertThat(press(Windows.first(), Key.Named.OTHER).state()).isEqualTo(Windows.first());
  }
}
