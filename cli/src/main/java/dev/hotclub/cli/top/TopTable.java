package dev.hotclub.cli.top;

import dev.hotclub.cli.Amounts;
import dev.hotclub.cli.Printable;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Origin;
import dev.hotclub.model.View;
import dev.hotclub.sampler.live.LiveRow;
import dev.hotclub.sampler.live.LiveView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/// The table of functions or lines.
final class TopTable {
  /// `100.0` with a space and room for ten threads.
  private static final int SHARE = 7;

  /// One more, for the mark of the sorted column before a longer title.
  private static final int TOTAL_SHARE = 8;

  /// `99.99s`, `59m59s`, `99h59m`.
  private static final int TIME = 8;

  /// Below these widths the times, then the total share, leave their room to the function's name.
  private static final int WIDTH_FOR_TIMES = 60;

  private static final int WIDTH_FOR_TOTAL = 36;

  private final LiveView view;
  private final TopState state;
  private final int width;
  private final Ink ink;

  TopTable(LiveView view, TopState state, int width, Ink ink) {
    this.view = view;
    this.state = state;
    this.width = width;
    this.ink = ink;
  }

  /// The head and so many rows, or one line that says why there are none.
  List<AttributedString> lines(int page) {
    List<AttributedString> lines = new ArrayList<>();
    lines.add(head());
    List<LiveRow> rows = Arranged.rows(view, state);
    if (rows.isEmpty()) {
      lines.add(new AttributedString(nothing(), ink.faint()));
    }
    int from = Math.clamp(rows.size() - page, 0, state.offset());
    rows.stream().skip(from).limit(page).map(this::row).forEach(lines::add);
    return lines;
  }

  private String nothing() {
    if (!state.filter().isEmpty()) {
      return "nothing has '"
          + Printable.of(state.filter())
          + "' in its name: Esc clears the filter";
    }
    return switch (state.counting()) {
      case BUSY -> "no thread has been busy: i shows what they wait in";
      case IDLE_TOO -> "nothing has been sampled yet";
      case GIL_HOLDER -> "nobody has held the GIL: g shows all busy threads";
    };
  }

  private AttributedString head() {
    AttributedStringBuilder line = new AttributedStringBuilder();
    title(line, "OWN%", SortBy.OWN_SHARE, SHARE);
    if (width >= WIDTH_FOR_TOTAL) {
      title(line, "TOTAL%", SortBy.TOTAL_SHARE, TOTAL_SHARE);
    }
    if (width >= WIDTH_FOR_TIMES) {
      title(line, "OWN", SortBy.OWN_TIME, TIME);
      title(line, "TOTAL", SortBy.TOTAL_TIME, TIME);
    }
    String what = state.rows() == Rows.LINES ? "LINE" : "FUNCTION";
    return line.append("  ").append(what, ink.strong()).toAttributedString();
  }

  private void title(AttributedStringBuilder line, String word, SortBy column, int columns) {
    boolean sorted = state.sort() == column;
    String text = sorted ? "▾" + word : word;
    line.append(" ".repeat(columns - Columns.of(text)))
        .append(text, sorted ? ink.strong().underline() : ink.strong());
  }

  private AttributedString row(LiveRow row) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    line.append(share(row.ownShare(), SHARE), ink.share(row.ownShare()));
    int used = SHARE;
    if (width >= WIDTH_FOR_TOTAL) {
      line.append(share(row.totalShare(), TOTAL_SHARE));
      used += TOTAL_SHARE;
    }
    if (width >= WIDTH_FOR_TIMES) {
      line.append(Columns.right(time(row.own()), TIME));
      line.append(Columns.right(time(row.total()), TIME));
      used += 2 * TIME;
    }
    line.append("  ");
    place(line, row.frame(), state.names(), width - used - 2);
    return line.toAttributedString();
  }

  /// Function and place in so many columns. Of a path that is too long its end is shown, of a name
  /// too.
  private void place(AttributedStringBuilder line, Frame frame, View.Names names, int columns) {
    AttributedStyle style = ink.code(Origin.of(frame));
    String function = Printable.of(frame.function());
    String place = place(frame, names);
    int left = columns - Columns.of(function) - " ()".length();
    // less than this of a path says nothing
    if (place.isEmpty() || left < Math.min(8, Columns.of(place))) {
      line.append(Columns.end(function, columns), style);
      return;
    }
    line.append(function, style).append(" (" + Columns.end(place, left) + ")", ink.faint());
  }

  static String place(Frame frame, View.Names names) {
    String file = Printable.of(Arranged.file(frame, names));
    return frame.line() > 0 && !file.isEmpty() ? file + ":" + frame.line() : file;
  }

  private static String share(double share, int columns) {
    return Columns.right(Amounts.tenths(share * 100), columns);
  }

  /// `0.35s`, `4m03s`, `3h12m`.
  static String time(Duration time) {
    long hundredths = time.toMillis() / 10;
    if (hundredths < 10_000) {
      return hundredths / 100 + "." + two(hundredths % 100) + "s";
    }
    long seconds = time.toSeconds();
    return seconds < 3600
        ? seconds / 60 + "m" + two(seconds % 60) + "s"
        : seconds / 3600 + "h" + two(seconds / 60 % 60) + "m";
  }

  private static String two(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }
}
