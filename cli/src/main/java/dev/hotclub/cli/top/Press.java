package dev.hotclub.cli.top;

import dev.hotclub.model.View;
import dev.hotclub.sampler.live.LiveThread;
import dev.hotclub.sampler.live.LiveView;
import java.util.List;
import java.util.Optional;

/// What a press changes.
///
/// @param effect what has to be done beside drawing
record Press(TopState state, Effect effect) {
  /// What a press asks of the counting.
  enum Effect {
    NONE,
    RESET,
    /// The state has another `counting` or `only`.
    RECOUNT,
    QUIT
  }

  /// A filter that is longer than a screen is wide was not meant.
  private static final int LONGEST_FILTER = 200;

  /// @param view what is on the screen
  /// @param page rows that the screen has
  static Press of(Key key, TopState state, LiveView view, int page) {
    if (key == Key.Named.END_OF_INPUT) {
      return new Press(state, Effect.QUIT);
    }
    return switch (state.panel()) {
      case TABLE -> table(key, state, view, page);
      case FILTER -> filter(key, state);
      case THREADS -> threads(key, state, view);
      case HELP -> help(key, state);
    };
  }

  private static Press just(TopState state) {
    return new Press(state, Effect.NONE);
  }

  private static Press table(Key key, TopState state, LiveView view, int page) {
    return switch (key) {
      case Key.Typed(int c) -> typed(c, state, view);
      case Key.Named named -> {
        int last = Math.max(0, Arranged.rows(view, state).size() - page);
        int to =
            switch (named) {
              case UP -> state.offset() - 1;
              case DOWN -> state.offset() + 1;
              case PAGE_UP -> state.offset() - page;
              case PAGE_DOWN -> state.offset() + page;
              case HOME -> 0;
              case END -> last;
              case ENTER, ERASE, ESCAPE, END_OF_INPUT, OTHER -> state.offset();
            };
        boolean clear = named == Key.Named.ESCAPE && !state.filter().isEmpty();
        yield just(clear ? state.filter("") : state.offset(Math.min(to, last)));
      }
    };
  }

  private static Press typed(int c, TopState state, LiveView view) {
    return switch (c) {
      case '1' -> just(state.sort(SortBy.OWN_SHARE));
      case '2' -> just(state.sort(SortBy.TOTAL_SHARE));
      case '3' -> just(state.sort(SortBy.OWN_TIME));
      case '4' -> just(state.sort(SortBy.TOTAL_TIME));
      case 'l', 'L' -> just(state.rows(state.rows() == Rows.LINES ? Rows.FUNCTIONS : Rows.LINES));
      case 'f', 'F' ->
          just(state.names(state.names() == View.Names.FULL ? View.Names.SHORT : View.Names.FULL));
      case 'i', 'I' -> recount(state, View.Counting.IDLE_TOO);
      case 'g', 'G' -> recount(state, View.Counting.GIL_HOLDER);
      case 'p', 'P', ' ' ->
          just(
              state.motion(
                  state.motion() == TopState.Motion.PAUSED
                      ? TopState.Motion.FOLLOWING
                      : TopState.Motion.PAUSED));
      case 'r', 'R' -> new Press(state.offset(0), Effect.RESET);
      case 't', 'T' -> just(marked(state, view).panel(TopState.Panel.THREADS));
      case '/' -> just(state.panel(TopState.Panel.FILTER));
      case '?', 'h', 'H' -> just(state.panel(TopState.Panel.HELP));
      case 'j' -> table(Key.Named.DOWN, state, view, 1);
      case 'k' -> table(Key.Named.UP, state, view, 1);
      case 'q', 'Q' -> new Press(state, Effect.QUIT);
      default -> just(state);
    };
  }

  private static Press recount(TopState state, View.Counting wanted) {
    return new Press(
        state.counting(state.counting() == wanted ? View.Counting.BUSY : wanted), Effect.RECOUNT);
  }

  private static Press filter(Key key, TopState state) {
    String text = state.filter();
    return switch (key) {
      case Key.Typed(int c) when c >= ' ' && text.length() < LONGEST_FILTER ->
          just(state.filter(text + Character.toString(c)));
      // Ctrl-U, as on every command line
      case Key.Typed(int c) when c == 0x15 -> just(state.filter(""));
      case Key.Typed _ -> just(state);
      case Key.Named named ->
          switch (named) {
            case ENTER -> just(state.panel(TopState.Panel.TABLE));
            case ESCAPE -> just(state.filter("").panel(TopState.Panel.TABLE));
            case ERASE ->
                just(
                    text.isEmpty()
                        ? state.panel(TopState.Panel.TABLE)
                        : state.filter(
                            text.substring(0, text.offsetByCodePoints(text.length(), -1))));
            case UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END, END_OF_INPUT, OTHER -> just(state);
          };
    };
  }

  private static Press threads(Key key, TopState state, LiveView view) {
    TopState table = state.panel(TopState.Panel.TABLE);
    return switch (key) {
      case Key.Typed(int c) ->
          switch (c) {
            case 'q', 'Q' -> new Press(state, Effect.QUIT);
            case 'a', 'A' -> new Press(table.only(Optional.empty()), Effect.RECOUNT);
            case 't', 'T' -> just(table);
            case 'j' -> just(moved(state, view, 1));
            case 'k' -> just(moved(state, view, -1));
            case '?', 'h', 'H' -> just(state.panel(TopState.Panel.HELP));
            case 'p', 'P', ' ' -> typed(c, state, view);
            default -> just(state);
          };
      case Key.Named named ->
          switch (named) {
            case UP -> just(moved(state, view, -1));
            case DOWN -> just(moved(state, view, 1));
            case PAGE_UP -> just(moved(state, view, -10));
            case PAGE_DOWN -> just(moved(state, view, 10));
            case HOME -> just(moved(state, view, -view.threads().size()));
            case END -> just(moved(state, view, view.threads().size()));
            case ENTER -> new Press(table.only(state.marked()), Effect.RECOUNT);
            case ESCAPE -> just(table);
            case ERASE, END_OF_INPUT, OTHER -> just(state);
          };
    };
  }

  /// The mark begins on the thread that is counted alone, else where it was.
  private static TopState marked(TopState state, LiveView view) {
    return moved(state.only().isPresent() ? state.marked(state.only()) : state, view, 0);
  }

  private static TopState moved(TopState state, LiveView view, int by) {
    List<Integer> ids =
        Arranged.threads(view).stream()
            .map(LiveThread::thread)
            .map(thread -> thread.nativeId())
            .toList();
    if (ids.isEmpty()) {
      return state.marked(Optional.empty());
    }
    int at = Math.max(0, state.marked().map(ids::indexOf).orElse(0));
    return state.marked(Optional.of(ids.get(Math.clamp(at + (long) by, 0, ids.size() - 1))));
  }

  private static Press help(Key key, TopState state) {
    boolean quit = key instanceof Key.Typed(int c) && (c == 'q' || c == 'Q');
    return quit ? new Press(state, Effect.QUIT) : just(state.panel(TopState.Panel.TABLE));
  }
}
