package dev.hotclub.codec;

import dev.hotclub.codec.ThreadByThread.Lane;
import dev.hotclub.codec.ThreadByThread.Samples;
import dev.hotclub.codec.json.JsonWriter;
import dev.hotclub.model.Activity;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Owners;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Session;
import dev.hotclub.model.Stack;
import dev.hotclub.model.StackMemo;
import dev.hotclub.model.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/// Writes one thread of a processed Gecko profile after another.
final class GeckoThread {
  private static final int NONE = Paths.NONE;

  /// @param stack `NONE` where the thread is not counted
  /// @param cpuNanos what the thread ran since the entry before
  private record Entry(long nanos, int stack, long ticks, long cpuNanos) {}

  private final JsonWriter json;
  private final Session session;
  private final View view;
  private final Owners owners;
  private final Numbering<String> strings = new Numbering<>(0);
  private final Numbering<Frame> functions = new Numbering<>(0);
  private final Numbering<Frame> frames = new Numbering<>(0);
  private final Paths paths = new Paths();
  private final StackMemo<Integer> stacks = new StackMemo<>();
  private List<Frame> outer = List.of();

  GeckoThread(JsonWriter json, Session session, View view, Owners owners) {
    this.json = json;
    this.session = session;
    this.view = view;
    this.owners = owners;
  }

  static boolean isMain(Lane lane) {
    return lane.thread().nativeId() == lane.process().pid();
  }

  void write(Lane lane, Samples samples) throws IOException {
    strings.clear();
    functions.clear();
    frames.clear();
    paths.clear();
    stacks.clear();
    outer = owners.frames(view, lane.process().pid(), lane.thread().nativeId());
    json.object();
    about(lane);
    samples(samples);
    tables();
    json.end();
  }

  private void about(Lane lane) {
    String name = lane.thread().name();
    json.key("processType").text("default");
    json.key("processName").text(String.join(" ", lane.process().command()));
    json.key("processStartupTime").number(0);
    json.key("processShutdownTime").nothing();
    json.key("registerTime").number(0);
    json.key("unregisterTime").nothing();
    json.key("pausedRanges").array().end();
    json.key("name").text(name.isEmpty() ? "Thread " + lane.thread().nativeId() : name);
    json.key("isMainThread").bool(isMain(lane));
    json.key("pid").text(Integer.toString(lane.process().pid()));
    json.key("tid").number(lane.thread().nativeId());
  }

  private void samples(Samples samples) throws IOException {
    json.key("samples").object();
    json.key("weightType").text("samples");
    long[] length = new long[1];
    column(
        "stack",
        samples,
        entry -> {
          length[0]++;
          index(entry.stack());
        });
    column("time", samples, entry -> json.number(entry.nanos() / 1e6));
    column("weight", samples, entry -> json.number(entry.ticks()));
    column("threadCPUDelta", samples, entry -> json.number(entry.cpuNanos()));
    json.key("length").number(length[0]);
    json.end();
  }

  private void column(String name, Samples samples, Consumer<Entry> writer) throws IOException {
    json.key(name).array();
    Runs runs = new Runs(writer);
    samples.each(runs);
    runs.finish();
    json.end();
  }

  private void index(int value) {
    if (value == NONE) {
      json.nothing();
    } else {
      json.number(value);
    }
  }

  /// Turns samples into entries: a run of equal ones is one.
  private final class Runs implements Consumer<Sample> {
    private final Consumer<Entry> taker;
    private int stack = NONE;
    private long startNanos;
    private long endNanos;
    private long ticks;
    private long cpuNanos;
    private long cpuNanosBefore;

    Runs(Consumer<Entry> taker) {
      this.taker = taker;
    }

    @Override
    public void accept(Sample sample) {
      int at = stacks.of(sample.stack(), GeckoThread.this::path);
      long ran = sample.activity() instanceof Activity.OnCpu ? sample.nanos() : 0;
      boolean follows = sample.startNanos() <= endNanos + session.periodNanos() / 2;
      if (stack != at || !follows || (ran > 0) != (cpuNanos > 0)) {
        end();
        if (!follows) {
          gap();
        }
        stack = at;
        startNanos = sample.startNanos();
      }
      endNanos = Math.max(endNanos, sample.startNanos() + sample.nanos());
      ticks += sample.ticks(session.periodNanos());
      cpuNanos += ran;
    }

    private void end() {
      if (stack != NONE) {
        taker.accept(new Entry(startNanos, stack, ticks, cpuNanosBefore));
        cpuNanosBefore = cpuNanos;
        stack = NONE;
        ticks = 0;
        cpuNanos = 0;
      }
    }

    private void gap() {
      taker.accept(new Entry(endNanos, NONE, 0, cpuNanosBefore));
      cpuNanosBefore = 0;
    }

    void finish() {
      end();
      gap();
    }
  }

  private int path(Stack stack) {
    List<Frame> path = new ArrayList<>(view.show(stack).frames());
    path.addAll(outer);
    return paths.of(path);
  }

  private void tables() {
    stackTable();
    frameTable();
    funcTable();
    empty("markers", "category", "data", "endTime", "name", "phase", "startTime");
    empty("nativeSymbols", "address", "functionSize", "libIndex", "name");
    empty("resourceTable", "lib", "name", "host", "type");
    json.key("stringArray").array();
    strings.values().forEach(json::text);
    json.end();
  }

  private void stackTable() {
    List<Paths.Node> all = paths.nodes();
    json.key("stackTable").object().key("length").number(all.size());
    json.key("prefix").array();
    all.forEach(node -> index(node.caller()));
    json.end();
    numbers("frame", all, node -> frames.of(node.frame()));
    int[] categories =
        frames.values().stream().mapToInt(frame -> GeckoCategory.of(frame).index()).toArray();
    numbers("category", all, node -> categories[frames.of(node.frame())]);
    numbers("subcategory", all, _ -> 0);
    json.end();
  }

  private void frameTable() {
    List<Frame> all = frames.values();
    json.key("frameTable").object().key("length").number(all.size());
    numbers("address", all, _ -> -1);
    numbers("inlineDepth", all, _ -> 0);
    numbers("category", all, frame -> GeckoCategory.of(frame).index());
    numbers("subcategory", all, _ -> 0);
    numbers("func", all, frame -> functions.of(frame.withoutLine()));
    nothings("nativeSymbol", all);
    numbers("innerWindowID", all, _ -> 0);
    nothings("implementation", all);
    lines("line", all, Frame::line);
    nothings("column", all);
    json.end();
  }

  private void funcTable() {
    List<Frame> all = functions.values();
    json.key("funcTable").object().key("length").number(all.size());
    numbers("name", all, function -> strings.of(function.function()));
    json.key("isJS").array();
    all.forEach(_ -> json.bool(false));
    json.end().key("relevantForJS").array();
    all.forEach(_ -> json.bool(false));
    json.end();
    numbers("resource", all, _ -> NONE);
    json.key("fileName").array();
    all.forEach(function -> index(function.file().isEmpty() ? NONE : strings.of(function.file())));
    json.end();
    lines("lineNumber", all, Frame::firstLine);
    nothings("columnNumber", all);
    json.end();
  }

  private <T> void numbers(String column, List<T> rows, ToIntFunction<T> value) {
    json.key(column).array();
    rows.forEach(row -> json.number(value.applyAsInt(row)));
    json.end();
  }

  private void lines(String column, List<Frame> rows, ToIntFunction<Frame> line) {
    json.key(column).array();
    rows.forEach(row -> index(line.applyAsInt(row) == 0 ? NONE : line.applyAsInt(row)));
    json.end();
  }

  private void nothings(String column, List<?> rows) {
    json.key(column).array();
    rows.forEach(_ -> json.nothing());
    json.end();
  }

  private void empty(String table, String... columns) {
    json.key(table).object().key("length").number(0);
    for (String column : columns) {
      json.key(column).array().end();
    }
    json.end();
  }
}
