package dev.hotclub.cli.top;

import dev.hotclub.cli.Amounts;
import dev.hotclub.cli.Printable;
import dev.hotclub.model.Losses;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.sampler.live.LiveQuality;
import dev.hotclub.sampler.live.LiveThread;
import dev.hotclub.sampler.live.LiveView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/// The lines of the screen: a pure function of facts, state and size.
final class TopScreen {
  /// Lines before the table: who, load, quality, what is counted. A low screen has the load only.
  private static final int HEAD = 4;

  private static final int LOW = 12;
  private static final int LOW_HEAD = 1;

  private static final String[] KEYS = {
    "1-4 sort", "l lines", "/ filter", "p pause", "t thread", "r reset", "? help", "q quit"
  };

  private final Facts facts;
  private final TopState state;
  private final int width;
  private final int height;
  private final Ink ink;

  TopScreen(Facts facts, TopState state, int width, int height, Ink ink) {
    this.facts = facts;
    this.state = state;
    this.width = width;
    this.height = height;
    this.ink = ink;
  }

  /// How many rows of the table fit.
  static int page(int height) {
    // the table's own head, and the line of keys
    return Math.max(1, height - head(height) - 2);
  }

  private static int head(int height) {
    return height < LOW ? LOW_HEAD : HEAD;
  }

  /// As many lines as the screen has, none wider than it.
  List<AttributedString> lines() {
    List<AttributedString> lines = new ArrayList<>();
    lines.addAll(head(height) == HEAD ? head() : List.of(load()));
    int page = page(height);
    lines.addAll(
        switch (state.panel()) {
          case TABLE, FILTER -> new TopTable(facts.view(), state, width, ink).lines(page);
          case THREADS -> new ThreadTable(facts.view(), state, width, ink).lines(page);
          case HELP -> HelpPanel.lines(facts.notes(), ink);
        });
    while (lines.size() < height - 1) {
      lines.add(AttributedString.EMPTY);
    }
    List<AttributedString> fitting = new ArrayList<>(lines.subList(0, Math.max(0, height - 1)));
    fitting.add(foot());
    return fitting.stream().map(line -> line.columnSubSequence(0, width)).toList();
  }

  private List<AttributedString> head() {
    return List.of(who(), load(), quality(), counted());
  }

  private AttributedString who() {
    return new AttributedStringBuilder()
        .append(facts.who(), ink.strong())
        .append(python() + " · " + facts.session().reader().word() + " reader · " + rate())
        .toAttributedString();
  }

  /// Workers of a pool have one version; others are rare enough to leave to `--json`.
  private String python() {
    List<ProcessInfo> processes = facts.view().processes();
    return processes.isEmpty() ? "" : " · python " + processes.getFirst().python();
  }

  private String rate() {
    int asked = facts.session().ratePerSecond();
    double achieved = facts.view().quality().achievedPerSecond();
    // a hundredth less is within what one late wake-up makes
    return achieved >= asked * 0.99
        ? Amounts.count(asked) + "/s"
        : Amounts.count(Math.round(achieved)) + " of " + Amounts.count(asked) + "/s";
  }

  /// Times of waits are exact and times on a processor are counted in ticks, so that a lock that is
  /// always held can come to a little more than always; it is not shown so.
  private AttributedString load() {
    LiveView view = facts.view();
    long busy =
        view.threads().stream().filter(thread -> thread.busyShare() >= Arranged.BUSY).count();
    String processes =
        view.processes().size() > 1 ? "   " + view.processes().size() + " processes" : "";
    return new AttributedStringBuilder()
        .append("cpu ")
        .append(whole(facts.cpuShare()), ink.strong())
        .append("   gil ")
        .append(
            whole(Math.min(view.gilShare(), Math.max(1, view.processes().size()))), ink.strong())
        .append("   threads ")
        .append(Integer.toString(view.threads().size()), ink.strong())
        .append(", " + busy + " busy" + processes)
        .toAttributedString();
  }

  private static String whole(double share) {
    return Math.round(share * 100) + " %";
  }

  private AttributedString quality() {
    LiveQuality quality = facts.view().quality();
    Losses losses = quality.losses();
    StringBuilder text = new StringBuilder();
    text.append(Amounts.count(losses.kept())).append(" samples");
    text.append(
        losses.approximate() == 0
            ? ", all exact"
            : ", " + Amounts.percent((double) losses.exact() / losses.kept()) + " exact");
    text.append(", ").append(Amounts.count(losses.lost())).append(" lost");
    if (losses.cut() > 0) {
      text.append(", ").append(Amounts.count(losses.cut())).append(" cut");
    }
    text.append(" · target held ").append(Amounts.percent(quality.heldShare()));
    text.append(" · profiler ").append(Amounts.percent(quality.profilerShare()));
    boolean bad = losses.lost() > losses.kept() / 100;
    return new AttributedString(text, bad ? ink.warning() : ink.faint());
  }

  private AttributedString counted() {
    AttributedStringBuilder line = new AttributedStringBuilder();
    if (state.motion() == TopState.Motion.PAUSED) {
      line.append(" PAUSED ", ink.mark()).append(" ");
    }
    line.append(
        switch (state.counting()) {
          case BUSY -> "busy threads";
          case IDLE_TOO -> "busy and idle threads";
          case GIL_HOLDER -> "only who holds the GIL";
        });
    state.only().ifPresent(id -> line.append(" · thread ").append(name(id), ink.strong()));
    if (!state.filter().isEmpty()) {
      line.append(" · with ").append("'" + Printable.of(state.filter()) + "'", ink.strong());
    }
    line.append(" · times since " + Amounts.of(facts.view().sinceReset()));
    return line.toAttributedString();
  }

  private String name(int id) {
    Optional<LiveThread> thread =
        facts.view().threads().stream().filter(live -> live.thread().nativeId() == id).findFirst();
    return thread.map(ThreadTable::name).orElse(id + ", which has ended");
  }

  private AttributedString foot() {
    return switch (state.panel()) {
      case FILTER ->
          new AttributedStringBuilder()
              .append("/" + Printable.of(state.filter()), ink.strong())
              .append(" ", ink.mark())
              .append("   Enter keeps it, Esc clears it", ink.faint())
              .toAttributedString();
      case THREADS ->
          new AttributedString(
              "↑ ↓ choose   Enter only this thread   a all   Esc back", ink.faint());
      case HELP -> new AttributedString("any key goes back, q quits", ink.faint());
      case TABLE -> new AttributedString(keys(), ink.faint());
    };
  }

  /// As many as fit; help and quit longest.
  private String keys() {
    for (int from = 0; from < KEYS.length; from++) {
      String text = String.join("  ", List.of(KEYS).subList(from, KEYS.length));
      if (Columns.of(text) <= width) {
        return text;
      }
    }
    return "";
  }
}
