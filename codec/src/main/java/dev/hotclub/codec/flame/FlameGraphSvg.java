package dev.hotclub.codec.flame;

import dev.hotclub.codec.Collapsed;
import dev.hotclub.model.CallTree;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.Recording;
import dev.hotclub.model.View;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A flame graph as one SVG picture with a script inside, as py-spy 0.4.3 writes it by inferno:
/// root at the top, `function (file:line) (N samples, x.xx%)` as tooltips, zoom on click, search.
public final class FlameGraphSvg {
  private static final int WIDTH = 1200;
  private static final int PAD = 10;

  /// From one row to the next; one pixel of it stays free.
  private static final int ROW = 16;

  /// Where the first row begins: below title and details.
  private static final int TOP = 52;

  /// Below the last row, for what was matched and how it was measured.
  private static final int BOTTOM = 22;

  /// Of the 12 px monospace font that labels are cut to where no script runs.
  private static final double CHARACTER_WIDTH = 7.08;

  /// Per mille of all samples; py-spy leaves narrower bars out as well.
  private static final int NARROWEST = 1;

  private final Writer out;
  private final long total;

  private FlameGraphSvg(Writer out, long total) {
    this.out = out;
    this.total = total;
  }

  /// @param from samples left of it
  /// @param row 0 is the root's
  private record Bar(CallTree node, String label, long from, int row) {}

  /// Writes a recording; the stream stays open.
  public static void write(Recording recording, View view, OutputStream out) throws IOException {
    Folded folded = Folded.of(recording, view, sample -> sample);
    CallTree root = folded.tree();
    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    new FlameGraphSvg(text, root.total()).picture(root, folded);
    text.flush();
  }

  private void picture(CallTree root, Folded folded) throws IOException {
    List<Bar> bars = bars(root);
    int rows = bars.stream().mapToInt(Bar::row).max().orElse(0) + 1;
    int height = TOP + rows * ROW + BOTTOM;
    out.write(
        """
        <?xml version="1.0" standalone="no"?>
        <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
        <svg version="1.1" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" xmlns="http://www.w3.org/2000/svg" \
        xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:fg="http://github.com/jonhoo/inferno">\
        <defs><linearGradient id="background" y1="0" y2="1" x1="0" x2="0"><stop stop-color="#eeeeee" offset="5%%"/>\
        <stop stop-color="#eeeeb0" offset="95%%"/></linearGradient></defs>
        """
            .formatted(WIDTH, height));
    out.write("<style type=\"text/css\">\n" + Resources.text("svg/style.css") + "</style>\n");
    out.write("<script type=\"text/ecmascript\"><![CDATA[\n");
    out.write(Resources.text("svg/interaction.js") + "]]></script>\n");
    out.write(
        "<rect x=\"0\" y=\"0\" width=\"100%%\" height=\"%d\" fill=\"url(#background)\"/>\n"
            .formatted(height));
    words("title", "50%", 24, folded.title());
    words("details", "10", 40, " ");
    words("unzoom\" class=\"hide", "10", 24, "Reset Zoom");
    words("search", Integer.toString(WIDTH - PAD), 24, "Search");
    words("matched", Integer.toString(WIDTH - PAD), height - 11, " ");
    words("quality", "10", height - 11, quality(folded));
    out.write(
        "<svg id=\"frames\" x=\"%d\" width=\"%d\" total_samples=\"%d\">\n"
            .formatted(PAD, WIDTH - 2 * PAD, total));
    for (Bar bar : bars) {
      bar(bar);
    }
    out.write("</svg></svg>\n");
  }

  private void words(String id, String x, int y, String text) throws IOException {
    out.write(
        "<text id=\"%s\" fill=\"rgb(0,0,0)\" x=\"%s\" y=\"%d\">%s</text>\n"
            .formatted(id, x, y, escaped(text)));
  }

  private List<Bar> bars(CallTree root) {
    List<Bar> bars = new ArrayList<>();
    // an explicit stack: profiled programs recurse deeper than this one may
    List<Bar> open = new ArrayList<>(List.of(new Bar(root, "all", 0, 0)));
    while (!open.isEmpty()) {
      Bar bar = open.removeLast();
      bars.add(bar);
      long from = bar.from;
      for (Bar callee : callees(bar)) {
        if (callee.node.total() * 1000.0 >= (double) total * NARROWEST) {
          open.add(new Bar(callee.node, callee.label, from, bar.row + 1));
        }
        from += callee.node.total();
      }
    }
    return bars;
  }

  /// By name, as every flame graph has them, so that pictures of one program can be compared.
  private static List<Bar> callees(Bar bar) {
    List<Bar> callees = new ArrayList<>();
    for (CallTree node : bar.node.callees()) {
      callees.add(new Bar(node, Collapsed.label(node.frame()), 0, 0));
    }
    callees.sort(Comparator.comparing(Bar::label));
    return callees;
  }

  private void bar(Bar bar) throws IOException {
    double share = total == 0 ? 1 : (double) bar.node.total() / total;
    double left = total == 0 ? 0 : (double) bar.from / total;
    int y = TOP + bar.row * ROW;
    int room = (int) ((share * (WIDTH - 2 * PAD) - 3) / CHARACTER_WIDTH);
    out.write(
        String.format(
            Locale.ROOT,
            """
            <g><title>%s (%,d samples, %s%%)</title><rect x="%.4f%%" y="%d" width="%.4f%%" height="%d" fill="%s" \
            fg:x="%d" fg:w="%d"/><text x="%.4f%%" y="%.2f">%s</text></g>
            """,
            escaped(bar.label),
            bar.node.total(),
            bar.row == 0 ? "100" : String.format(Locale.ROOT, "%.2f", 100 * share),
            100 * left,
            y,
            100 * share,
            ROW - 1,
            fill(bar.label),
            bar.from,
            bar.node.total(),
            100 * left + 300.0 / (WIDTH - 2 * PAD),
            y + 10.5,
            escaped(cut(bar.label, room))));
  }

  private static String cut(String label, int room) {
    if (room < 2) {
      return "";
    }
    return label.length() <= room ? label : label.substring(0, room - 2) + "..";
  }

  /// Warm colours on which black can be read, the same for one name in every picture.
  private static String fill(String label) {
    int mixed = label.hashCode() * 0x9e3779b1;
    mixed ^= mixed >>> 15;
    return "rgb(%d,%d,%d)"
        .formatted(
            205 + (mixed & 0xff) * 50 / 255,
            80 + (mixed >>> 8 & 0xff) * 140 / 255,
            (mixed >>> 16 & 0xff) * 55 / 255);
  }

  /// How it was measured and what was missed.
  private static String quality(Folded folded) {
    Losses losses = folded.profile().losses();
    return String.format(
        Locale.ROOT,
        "%.1f s at %,d/s, %s reader: %,d exact, %,d approximate, %,d lost, %,d late, %,d cut%s",
        folded.profile().duration().toNanos() / 1e9,
        folded.session().ratePerSecond(),
        folded.session().reader().word(),
        losses.exact(),
        losses.approximate(),
        losses.lost(),
        losses.late(),
        losses.cut(),
        folded.outcome().map(FlameGraphSvg::held).orElse(""));
  }

  private static String held(Outcome outcome) {
    double nanos = Math.max(1, outcome.duration().toNanos());
    double cpu = outcome.cost().cpu().plus(outcome.cost().kernelCpu()).toNanos();
    return String.format(
        Locale.ROOT,
        ", target held %.2f%%, profiler %.1f%% of a core",
        100 * outcome.cost().held().toNanos() / nanos,
        100 * cpu / nanos);
  }

  /// A text as XML may hold it: what XML 1.0 has no place for becomes U+FFFD.
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '&' -> safe.append("&amp;");
            case '"' -> safe.append("&quot;");
            default -> safe.appendCodePoint(isXml(c) ? c : 0xfffd);
          }
        });
    return safe.toString();
  }

  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= ' ' && c < 0xd800)
        || (c >= 0xe000 && c < 0xfffe)
        || c >= 0x10000;
  }
}
