package dev.hotclub.server.pages;

import dev.hotclub.store.FindingRow;
import dev.hotclub.store.FindingState;
import dev.hotclub.store.Store;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// All findings by what they cost, with what became of them.
///
/// @param state which are shown: `open` (with those that are back), `fixed`, `muted` or `all`
/// @param counts how many of each state there are
public record FindingsPage(
    String sentence, List<FindingLine> findings, String state, Map<FindingState, Integer> counts) {
  private static final int MOST = 200;

  static FindingsPage of(Store store, Scope scope) throws IOException {
    String state = scope.asked("state").isEmpty() ? "open" : scope.asked("state");
    if (!List.of("open", "fixed", "muted", "all").contains(state)) {
      throw new IllegalArgumentException(
          "state is open, fixed, muted or all, not " + Format.shortened(state, 40));
    }
    Map<FindingState, Integer> counts = new EnumMap<>(FindingState.class);
    List<FindingRow> rows = store.findings(scope.range(), scope.filter(), scope.asked("op"));
    rows.forEach(row -> counts.merge(row.state(), 1, Integer::sum));
    List<FindingLine> lines =
        rows.stream()
            .filter(row -> isWanted(row.state(), state))
            .filter(row -> !state.equals("open") || row.seen() > 0)
            .limit(MOST)
            .map(row -> FindingLine.of(row, scope.range()))
            .toList();
    return new FindingsPage(sentence(lines, state), lines, state, counts);
  }

  private static boolean isWanted(FindingState of, String state) {
    return switch (of) {
      case OPEN, BACK -> state.equals("open") || state.equals("all");
      case FIXED, MUTED -> state.equals(of.name().toLowerCase(Locale.ROOT)) || state.equals("all");
    };
  }

  private static String sentence(List<FindingLine> lines, String state) {
    if (lines.isEmpty()) {
      return state.equals("open") ? "Nothing was found in this time." : "There is none.";
    }
    double lost = lines.stream().mapToDouble(FindingLine::lostNanosPerHour).sum();
    FindingLine first = lines.getFirst();
    return switch (state) {
      case "open" ->
          Format.many(lines.size(), "cause costs ", "causes cost ")
              + Format.time(lost)
              + " an hour; "
              + first.kindWords()
              + " at "
              + first.operation()
              + " alone "
              + Format.time(first.lostNanosPerHour())
              + ".";
      case "fixed" -> Format.many(lines.size(), "cause is gone.", "causes are gone.");
      case "muted" -> Format.many(lines.size(), "is muted.", "are muted.");
      default -> Format.many(lines.size(), "finding.", "findings.");
    };
  }
}
