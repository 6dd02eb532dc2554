package dev.hotclub.codec.flame;

import dev.hotclub.codec.json.JsonWriter;
import dev.hotclub.model.CallTree;
import dev.hotclub.model.Cost;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Origin;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.Session;
import dev.hotclub.model.Unit;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;

/// What the flame graph element reads (`web/src/document.js` has the shape): a call tree in columns
/// that name frames, and frames in columns that name strings, by number.
final class ProfileDocument {
  /// More processes than these are counted, not named.
  private static final int MOST_NAMED = 8;

  private final Folded folded;
  private final Map<Frame, Integer> frameNumbers = new HashMap<>();
  private final List<Frame> frames = new ArrayList<>();
  private final Map<String, Integer> stringNumbers = new HashMap<>();
  private final List<String> strings = new ArrayList<>();
  private int[] depths = new int[1 << 10];
  private int[] nodes = new int[1 << 10];
  private long[] own = new long[1 << 10];
  private int size;

  ProfileDocument(Folded folded) {
    this.folded = folded;
    // an explicit stack: profiled programs recurse deeper than this one may
    record Visit(CallTree node, int depth) {}
    List<Visit> visits = new ArrayList<>();
    folded.tree().callees().forEach(callee -> visits.add(new Visit(callee, 1)));
    while (!visits.isEmpty()) {
      Visit visit = visits.removeLast();
      add(visit.node(), visit.depth());
      visit.node().callees().forEach(callee -> visits.add(new Visit(callee, visit.depth() + 1)));
    }
  }

  private void add(CallTree node, int depth) {
    if (size == nodes.length) {
      depths = Arrays.copyOf(depths, 2 * size);
      nodes = Arrays.copyOf(nodes, 2 * size);
      own = Arrays.copyOf(own, 2 * size);
    }
    depths[size] = depth;
    nodes[size] = number(node.frame(), frameNumbers, frames);
    own[size++] = node.self();
  }

  private static <T> int number(T value, Map<T, Integer> numbers, List<T> values) {
    Integer known = numbers.putIfAbsent(value, values.size());
    if (known != null) {
      return known;
    }
    values.add(value);
    return values.size() - 1;
  }

  /// Writes it as JSON; the stream stays open.
  void write(OutputStream out) {
    JsonWriter json = new JsonWriter(out);
    json.object();
    json.key("format").text("hotclub-flamegraph");
    json.key("version").number(1);
    json.key("unit").text(folded.profile().unit().name().toLowerCase(Locale.ROOT));
    boolean samples = folded.profile().unit() == Unit.SAMPLES;
    json.key("periodNanos").number(samples ? folded.profile().periodNanos() : 0);
    json.key("frames").object();
    column(json, "name", frame -> string(frame.function()));
    column(json, "file", frame -> string(frame.shortFile()));
    column(json, "path", frame -> string(frame.file()));
    column(json, "line", Frame::line);
    column(json, "origin", ProfileDocument::origin);
    json.end();
    json.key("strings").array();
    strings.forEach(json::text);
    json.end();
    tree(json);
    summary(json);
    json.end().finish();
  }

  private int string(String text) {
    return number(text, stringNumbers, strings);
  }

  private void column(JsonWriter json, String name, ToIntFunction<Frame> value) {
    json.key(name).array();
    frames.forEach(frame -> json.number(value.applyAsInt(frame)));
    json.end();
  }

  /// As `web/src/tree.js` numbers them.
  private static int origin(Frame frame) {
    if (WaitFrames.is(frame)) {
      return 3;
    }
    String name = frame.function();
    if (frame.file().isEmpty() && (name.startsWith("thread (") || name.startsWith("process "))) {
      return 4;
    }
    return switch (Origin.of(frame)) {
      case OWN -> 0;
      case LIBRARY -> 1;
      case INTERPRETER -> 2;
    };
  }

  private void tree(JsonWriter json) {
    json.key("nodes").object();
    json.key("depth").array();
    for (int i = 0; i < size; i++) {
      json.number(depths[i]);
    }
    json.end().key("frame").array();
    for (int i = 0; i < size; i++) {
      json.number(nodes[i]);
    }
    json.end().key("own").array();
    for (int i = 0; i < size; i++) {
      json.number(own[i]);
    }
    json.end().end();
  }

  private void summary(JsonWriter json) {
    Session session = folded.session();
    json.key("summary").object();
    json.key("title").text(folded.title());
    json.key("start").text(session.start().toString());
    json.key("ratePerSecond").number(session.ratePerSecond());
    json.key("reader").text(session.reader().word());
    json.key("producer").text(session.producer());
    folded.outcome().ifPresent(outcome -> outcome(json, outcome));
    json.key("processes").array();
    folded.processes().stream().limit(MOST_NAMED).map(Folded::line).forEach(json::text);
    int more = folded.processes().size() - MOST_NAMED;
    if (more > 0) {
      json.text(more + " more processes");
    }
    json.end();
    json.key("leftOut").text(leftOut());
    json.end();
  }

  private static void outcome(JsonWriter json, Outcome outcome) {
    json.key("durationNanos").number(outcome.duration().toNanos());
    json.key("end").text(outcome.end());
    Losses losses = outcome.losses();
    json.key("losses").object();
    json.key("exact").number(losses.exact());
    json.key("approximate").number(losses.approximate());
    json.key("lost").number(losses.lost());
    json.key("late").number(losses.late());
    json.key("cut").number(losses.cut());
    json.end();
    Cost cost = outcome.cost();
    json.key("cost").object();
    json.key("heldNanos").number(cost.held().toNanos());
    json.key("cpuNanos").number(cost.cpu().toNanos());
    json.key("kernelCpuNanos").number(cost.kernelCpu().toNanos());
    json.end();
  }

  private String leftOut() {
    return switch (folded.view().counting()) {
      case BUSY -> "idle threads are left out (--idle shows what they wait for)";
      case IDLE_TOO -> "";
      case GIL_HOLDER -> "only threads that held the GIL";
    };
  }
}
