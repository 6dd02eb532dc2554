package dev.hotclub.codec;

import dev.hotclub.codec.proto.ProtoWriter;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.Recording;
import dev.hotclub.model.Session;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.View;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/// OpenTelemetry's profiles signal: one `ProfilesData` message
/// (`opentelemetry/proto/profiles/v1development/profiles.proto` as released with
/// opentelemetry-proto 1.10, Python package 1.45).
///
/// Each process is a resource with two profiles: `wall` in nanoseconds and `samples` as count.
/// Samples have the attributes `thread.id`, `thread.name` and `hotclub.state`, and the tags they
/// were taken for.
public final class Otlp {
  private static final int RESOURCE_PROFILES = 1;
  private static final int DICTIONARY = 2;

  /// An attribute in the dictionary.
  private record Attribute(String key, Object value) {}

  private final Session session;
  private final Weights weights;
  private final Numbering<String> strings = new Numbering<>(0);
  private final Numbering<Frame> functions = new Numbering<>(1);
  private final Numbering<Frame> locations = new Numbering<>(1);
  private final Numbering<List<Frame>> stacks = new Numbering<>(1);
  private final Numbering<Attribute> attributes = new Numbering<>(1);

  private Otlp(Session session, Weights weights) {
    this.session = session;
    this.weights = weights;
    strings.of("");
  }

  /// Writes a recording; the stream stays open.
  public static void write(Recording recording, View view, OutputStream out) throws IOException {
    new Otlp(recording.session(), Weights.of(recording, view)).write(out);
  }

  private void write(OutputStream out) throws IOException {
    Map<Integer, List<Map.Entry<Weights.Key, Weights.Weight>>> processes = new LinkedHashMap<>();
    for (Map.Entry<Weights.Key, Weights.Weight> entry : weights.weights().entrySet()) {
      processes.computeIfAbsent(entry.getKey().pid(), _ -> new ArrayList<>()).add(entry);
    }
    ProtoWriter data = new ProtoWriter();
    for (Map.Entry<Integer, List<Map.Entry<Weights.Key, Weights.Weight>>> process :
        processes.entrySet()) {
      ProtoWriter resource =
          new ProtoWriter()
              .message(1, resource(weights.owners().process(process.getKey())))
              .message(2, scope(process.getValue()));
      data.message(RESOURCE_PROFILES, resource).drain(out);
    }
    data.message(DICTIONARY, dictionary()).drain(out);
  }

  private static ProtoWriter resource(ProcessInfo process) {
    ProtoWriter resource =
        new ProtoWriter().message(1, keyValue("process.pid", (long) process.pid()));
    if (!process.command().isEmpty()) {
      ProtoWriter arguments = new ProtoWriter();
      process.command().forEach(argument -> arguments.message(1, any(argument)));
      resource.message(
          1,
          new ProtoWriter()
              .text(1, "process.command_args")
              .message(2, new ProtoWriter().message(5, arguments)));
    }
    if (!process.python().isEmpty()) {
      resource.message(1, keyValue("process.runtime.name", "cpython"));
      resource.message(1, keyValue("process.runtime.version", process.python()));
    }
    return resource;
  }

  private static ProtoWriter keyValue(String key, Object value) {
    return new ProtoWriter().text(1, key).message(2, any(value));
  }

  private static ProtoWriter any(Object value) {
    return value instanceof Long number
        ? new ProtoWriter().present(3, number)
        : new ProtoWriter().text(1, value.toString());
  }

  private ProtoWriter scope(List<Map.Entry<Weights.Key, Weights.Weight>> entries) {
    String[] producer = session.producer().split(" ", 2);
    ProtoWriter scope = new ProtoWriter().text(1, producer[0]);
    if (producer.length > 1) {
      scope.text(2, producer[1]);
    }
    return new ProtoWriter()
        .message(1, scope)
        .message(2, profile("wall", "nanoseconds", entries, Weights.Weight::nanos))
        .message(2, profile("samples", "count", entries, Weights.Weight::ticks));
  }

  private ProtoWriter profile(
      String type,
      String unit,
      List<Map.Entry<Weights.Key, Weights.Weight>> entries,
      ToLongFunction<Weights.Weight> value) {
    ProtoWriter profile = new ProtoWriter().message(1, valueType(type, unit));
    for (Map.Entry<Weights.Key, Weights.Weight> entry : entries) {
      long number = value.applyAsLong(entry.getValue());
      if (number != 0) {
        profile.message(2, sample(entry.getKey(), number));
      }
    }
    Instant start = session.start();
    Duration duration = weights.outcome().map(Outcome::duration).orElse(Duration.ZERO);
    return profile
        .fixed64(3, Math.addExact(start.getEpochSecond() * 1_000_000_000L, start.getNano()))
        .number(4, duration.toNanos())
        .message(5, valueType("wall", "nanoseconds"))
        .number(6, session.periodNanos())
        .numbers(11, quality());
  }

  /// How the recording was made and what it missed.
  private long[] quality() {
    Losses losses = weights.outcome().map(Outcome::losses).orElse(Losses.NONE);
    return new long[] {
      attribute("hotclub.reader", session.reader().word()),
      attribute("hotclub.samples.exact", losses.exact()),
      attribute("hotclub.samples.approximate", losses.approximate()),
      attribute("hotclub.samples.lost", losses.lost()),
      attribute("hotclub.samples.late", losses.late()),
      attribute("hotclub.samples.cut", losses.cut())
    };
  }

  private ProtoWriter valueType(String type, String unit) {
    return new ProtoWriter().number(1, strings.of(type)).number(2, strings.of(unit));
  }

  private ProtoWriter sample(Weights.Key key, long value) {
    ThreadInfo thread = weights.owners().thread(key.pid(), key.nativeId());
    List<Integer> labels = new ArrayList<>();
    labels.add(attribute("thread.id", (long) key.nativeId()));
    if (!thread.name().isEmpty()) {
      labels.add(attribute("thread.name", thread.name()));
    }
    labels.add(attribute("hotclub.state", key.state()));
    key.tags().values().forEach((name, text) -> labels.add(attribute(name, text)));
    return new ProtoWriter()
        .number(1, stacks.of(weights.frames(key)))
        .numbers(2, labels.stream().mapToLong(Integer::longValue).toArray())
        .numbers(4, value);
  }

  private int attribute(String key, Object value) {
    return attributes.of(new Attribute(key, value));
  }

  /// Each table begins with an empty entry, which stands for nothing.
  private ProtoWriter dictionary() {
    ProtoWriter dictionary = new ProtoWriter();
    dictionary.message(1, new ProtoWriter());
    ProtoWriter stackTable = new ProtoWriter().message(7, new ProtoWriter());
    for (List<Frame> stack : stacks.values()) {
      long[] path = stack.stream().mapToLong(locations::of).toArray();
      stackTable.message(7, new ProtoWriter().numbers(1, path));
    }
    int python = attribute("profile.frame.type", "cpython");
    dictionary.message(2, new ProtoWriter());
    for (Frame frame : locations.values()) {
      ProtoWriter line =
          new ProtoWriter().number(1, functions.of(frame.withoutLine())).number(2, frame.line());
      ProtoWriter location = new ProtoWriter().message(3, line);
      dictionary.message(2, frame.file().isEmpty() ? location : location.numbers(4, python));
    }
    dictionary.message(3, new ProtoWriter());
    for (Frame frame : functions.values()) {
      dictionary.message(
          3,
          new ProtoWriter()
              .number(1, strings.of(frame.function()))
              .number(3, strings.of(frame.file()))
              .number(4, frame.firstLine()));
    }
    dictionary.message(4, new ProtoWriter());
    ProtoWriter attributeTable = new ProtoWriter().message(6, new ProtoWriter());
    for (Attribute attribute : attributes.values()) {
      attributeTable.message(
          6,
          new ProtoWriter()
              .number(1, strings.of(attribute.key()))
              .message(2, any(attribute.value())));
    }
    strings.values().forEach(string -> dictionary.text(5, string));
    return dictionary.append(attributeTable).append(stackTable);
  }
}
