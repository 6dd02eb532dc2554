package dev.hotclub.codec;

import dev.hotclub.codec.proto.ProtoWriter;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.Recording;
import dev.hotclub.model.Session;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.View;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Gzipped protobuf that `go tool pprof`, Pyroscope and others read (`profile.proto` of
/// github.com/google/pprof).
///
/// Values are `samples` (count) and `wall` (nanoseconds); `wall` is what is shown unless asked.
/// Each sample has the labels `thread`, `thread_id`, `process_id` and `state`, and the tags it was
/// taken for.
public final class Pprof {
  private static final int SAMPLE_TYPE = 1;
  private static final int SAMPLE = 2;
  private static final int MAPPING = 3;
  private static final int LOCATION = 4;
  private static final int FUNCTION = 5;
  private static final int STRING_TABLE = 6;
  private static final int TIME_NANOS = 9;
  private static final int DURATION_NANOS = 10;
  private static final int PERIOD_TYPE = 11;
  private static final int PERIOD = 12;
  private static final int COMMENT = 13;
  private static final int DEFAULT_SAMPLE_TYPE = 14;

  private final Numbering<String> strings = new Numbering<>(0);
  private final Numbering<Frame> locations = new Numbering<>(1);
  private final Numbering<Frame> functions = new Numbering<>(1);
  private final ProtoWriter profile = new ProtoWriter();
  private final OutputStream out;

  private Pprof(OutputStream out) {
    this.out = out;
    strings.of("");
  }

  /// Writes a recording; the stream stays open.
  public static void write(Recording recording, View view, OutputStream out) throws IOException {
    Weights weights = Weights.of(recording, view);
    GZIPOutputStream zipped = new GZIPOutputStream(out, 64 << 10);
    new Pprof(zipped).write(recording.session(), weights);
    zipped.finish();
  }

  private void write(Session session, Weights weights) throws IOException {
    profile.message(SAMPLE_TYPE, valueType("samples", "count"));
    profile.message(SAMPLE_TYPE, valueType("wall", "nanoseconds"));
    for (Map.Entry<Weights.Key, Weights.Weight> entry : weights.weights().entrySet()) {
      profile.message(SAMPLE, sample(weights, entry.getKey(), entry.getValue()));
      profile.drain(out);
    }
    profile.message(MAPPING, mapping(weights));
    for (Frame frame : locations.values()) {
      profile.message(LOCATION, location(frame));
      profile.drain(out);
    }
    for (Frame frame : functions.values()) {
      profile.message(FUNCTION, function(frame));
      profile.drain(out);
    }
    Instant start = session.start();
    profile.number(
        TIME_NANOS, Math.addExact(start.getEpochSecond() * 1_000_000_000L, start.getNano()));
    Duration duration = weights.outcome().map(Outcome::duration).orElse(Duration.ZERO);
    profile.number(DURATION_NANOS, duration.toNanos());
    profile.message(PERIOD_TYPE, valueType("wall", "nanoseconds"));
    profile.number(PERIOD, session.periodNanos());
    profile.number(COMMENT, strings.of(Caption.of(session, weights.outcome())));
    profile.number(DEFAULT_SAMPLE_TYPE, strings.of("wall"));
    for (String string : strings.values()) {
      profile.text(STRING_TABLE, string);
      profile.drain(out);
    }
  }

  private ProtoWriter valueType(String type, String unit) {
    return new ProtoWriter().number(1, strings.of(type)).number(2, strings.of(unit));
  }

  private ProtoWriter sample(Weights weights, Weights.Key key, Weights.Weight weight) {
    List<Frame> frames = weights.frames(key);
    long[] path = new long[frames.size()];
    for (int i = 0; i < path.length; i++) {
      path[i] = locations.of(frames.get(i));
    }
    ThreadInfo thread = weights.owners().thread(key.pid(), key.nativeId());
    ProtoWriter sample =
        new ProtoWriter()
            .numbers(1, path)
            .numbers(2, weight.ticks(), weight.nanos())
            .message(3, label("thread", thread.name()))
            .message(3, label("thread_id", key.nativeId()))
            .message(3, label("process_id", key.pid()))
            .message(3, label("state", key.state()));
    key.tags().values().forEach((name, value) -> sample.message(3, label(name, value)));
    return sample;
  }

  private ProtoWriter label(String key, String value) {
    return new ProtoWriter().number(1, strings.of(key)).number(2, strings.of(value));
  }

  private ProtoWriter label(String key, long value) {
    return new ProtoWriter().number(1, strings.of(key)).number(3, value);
  }

  /// There are no addresses: one mapping stands for everything, so that readers look for no
  /// symbols.
  private ProtoWriter mapping(Weights weights) {
    String program =
        weights.weights().keySet().stream()
            .flatMap(key -> weights.owners().process(key.pid()).command().stream().limit(1))
            .findFirst()
            .orElse("python");
    return new ProtoWriter()
        .number(1, 1)
        .number(5, strings.of(program))
        .number(7, 1)
        .number(8, 1)
        .number(9, 1);
  }

  private ProtoWriter location(Frame frame) {
    ProtoWriter line =
        new ProtoWriter().number(1, functions.of(frame.withoutLine())).number(2, frame.line());
    return new ProtoWriter().number(1, locations.of(frame)).number(2, 1).message(4, line);
  }

  /// The system name stays empty: pprof takes a name that equals it for C++ and cuts `<module>` and
  /// `<locals>` out of it as template arguments.
  private ProtoWriter function(Frame frame) {
    return new ProtoWriter()
        .number(1, functions.of(frame))
        .number(2, strings.of(frame.function()))
        .number(4, strings.of(frame.file()))
        .number(5, frame.firstLine());
  }
}
