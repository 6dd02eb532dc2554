package dev.hotclub.cli;

import dev.hotclub.cli.args.HelpText;
import dev.hotclub.model.CallTree;
import dev.hotclub.model.Cost;
import dev.hotclub.model.Folding;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.Profile;
import dev.hotclub.model.Recording;
import dev.hotclub.model.Session;
import dev.hotclub.model.View;
import java.io.IOException;
import java.util.List;

/// What a recording says at first glance, in a few lines.
final class Summary {
  private static final int WIDEST = 5;

  private Summary() {}

  /// Time, samples and their quality, what it cost: one line.
  static String quality(Session session, Outcome outcome) {
    Losses losses = outcome.losses();
    Cost cost = outcome.cost();
    double seconds = Math.max(1e-9, outcome.duration().toNanos() / 1e9);
    StringBuilder line =
        new StringBuilder()
            .append(Amounts.tenths(seconds))
            .append(" s at ")
            .append(Amounts.count(session.ratePerSecond()))
            .append("/s by the ")
            .append(session.reader().word())
            .append(" reader: ")
            .append(Amounts.count(losses.kept()))
            .append(" samples, ")
            .append(Amounts.count(losses.exact()))
            .append(" exact, ")
            .append(Amounts.count(losses.approximate()))
            .append(" approximate, ")
            .append(Amounts.count(losses.lost()))
            .append(" lost");
    if (losses.late() > 0) {
      line.append(", ").append(Amounts.count(losses.late())).append(" late");
    }
    if (losses.cut() > 0) {
      line.append(", ").append(Amounts.count(losses.cut())).append(" cut");
    }
    double cpu = cost.cpu().plus(cost.kernelCpu()).toNanos() / 1e9;
    return line.append(" · target held ")
        .append(Amounts.percent(cost.held().toNanos() / 1e9 / seconds))
        .append(" · profiler ")
        .append(Amounts.percent(cpu / seconds))
        .append(" of a core")
        .toString();
  }

  /// Where the time went: what threads did, and the functions with the most time of their own.
  static String where(Recording recording, View view) throws IOException {
    View functions =
        new View(
            view.counting(),
            View.Grouping.MERGED,
            View.Grouping.MERGED,
            View.Detail.FUNCTIONS,
            view.names());
    Folding folding = new Folding(recording.session(), functions);
    TimeSpent spent = new TimeSpent();
    recording.tell(new Both(folding, spent));
    Profile profile = folding.profile();
    String words = spent.words();
    return (words.isEmpty() ? "" : "threads spent their time: " + words + "\n")
        + widest(profile, view);
  }

  private static String widest(Profile profile, View view) {
    long total = profile.total();
    if (total == 0) {
      return view.counting() == View.Counting.BUSY
          ? "no thread was busy: add --idle to see what they wait in\n"
          : "no sample is counted\n";
    }
    List<CallTree.Width> widest =
        CallTree.of(profile).widest(WIDEST).stream().filter(width -> width.self() > 0).toList();
    StringBuilder text = new StringBuilder();
    for (CallTree.Width width : widest) {
      text.append(text.isEmpty() ? "widest " : "       ")
          .append(HelpText.padded("", 6 - percent(width, total).length()))
          .append(percent(width, total))
          .append("  ")
          .append(Printable.of(width.frame().function()));
      if (!width.frame().shortFile().isEmpty()) {
        text.append(" (").append(Printable.of(width.frame().shortFile())).append(')');
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String percent(CallTree.Width width, long total) {
    return Amounts.percent((double) width.self() / total);
  }
}
