package dev.hotclub.codec;

import dev.hotclub.model.Frame;
import dev.hotclub.model.Recording;
import dev.hotclub.model.View;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What Python's `pstats.Stats(file)`, SnakeViz and gprof2dot read: a marshalled dictionary of
/// functions, each with its calls, own and cumulative time and the same for each of its callers.
///
/// ```
/// (file, line, function): (cc, nc, tt, ct, {caller: (cc, nc, tt, ct)})
/// ```
///
/// A sampler sees no calls. `nc` counts the samples' ticks once for every time the function is on
/// the stack, `cc` once a sample, so that they differ where a function calls itself, as they do for
/// cProfile. Times are seconds; `ct` counts a sample once however deep the recursion. A function is
/// named by the line of its definition.
public final class Pstats {
  /// What pstats keeps of a function, or of a function as called by another.
  private static final class Entry {
    long distinct;
    long all;
    long own;

    void write(MarshalWriter out, double secondsPerTick) {
      out.number(distinct);
      out.number(all);
      out.real(own * secondsPerTick);
      out.real(distinct * secondsPerTick);
    }
  }

  private record Call(Frame caller, Frame callee) {}

  private final Map<Frame, Entry> functions = new LinkedHashMap<>();
  private final Map<Frame, Map<Frame, Entry>> callers = new LinkedHashMap<>();

  private Pstats() {}

  /// Writes a recording; the stream stays open.
  public static void write(Recording recording, View view, OutputStream out) throws IOException {
    Pstats stats = new Pstats();
    Weights weights = Weights.of(recording, view);
    weights.weights().forEach((key, weight) -> stats.add(weights.frames(key), weight.ticks()));
    try {
      stats.write(new MarshalWriter(out), recording.session().periodNanos() / 1e9);
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private void write(MarshalWriter marshal, double secondsPerTick) throws IOException {
    marshal.beginDict();
    functions.forEach((function, entry) -> {
      key(marshal, function);
      marshal.tuple(5);
      entry.write(marshal, secondsPerTick);
      marshal.beginDict();
      callers
          .getOrDefault(function, Map.of())
          .forEach((caller, call) -> {
            key(marshal, caller);
            marshal.tuple(4);
            call.write(marshal, secondsPerTick);
          });
      marshal.endDict();
    });
    marshal.endDict();
    marshal.finish();
  }

  private static void key(MarshalWriter marshal, Frame function) {
    marshal.tuple(3);
    marshal.text(function.file().isEmpty() ? "~" : function.file());
    marshal.number(function.firstLine());
    marshal.text(function.function());
  }

  private void add(List<Frame> innermostFirst, long ticks) {
    if (ticks == 0) {
      return;
    }
    List<Frame> path = new ArrayList<>(innermostFirst.size());
    innermostFirst.forEach(frame -> path.add(frame.withoutLine()));
    Set<Frame> seen = new LinkedHashSet<>();
    Set<Call> called = new LinkedHashSet<>();
    for (int i = 0; i < path.size(); i++) {
      Frame function = path.get(i);
      count(functions.computeIfAbsent(function, _ -> new Entry()), ticks, i, seen.add(function));
      if (i + 1 < path.size()) {
        Frame caller = path.get(i + 1);
        Entry call =
            callers
                .computeIfAbsent(function, _ -> new LinkedHashMap<>())
                .computeIfAbsent(caller, _ -> new Entry());
        count(call, ticks, i, called.add(new Call(caller, function)));
      }
    }
  }

  private static void count(Entry entry, long ticks, int depth, boolean first) {
    entry.all += ticks;
    entry.distinct += first ? ticks : 0;
    entry.own += depth == 0 ? ticks : 0;
  }
}
