package dev.hotclub.codec.otlp;

import dev.hotclub.model.metric.Buckets;
import dev.hotclub.model.trace.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads `ExportMetricsServiceRequest`: of what applications measure, the durations of requests
/// that they served, and what hotclub-django had to drop. Other points are counted. One at a time.
public final class OtlpMetrics {
  /// One message of a large application has a few thousand.
  private static final int MOST_POINTS = 100_000;

  /// Of one histogram; OpenTelemetry's have 15 to 160.
  private static final int MOST_BUCKETS = 2_000;

  private static final int EXPONENTIAL_SHIFT_MOST = 20;

  private final Slots slots;
  private final Texts texts = new Texts();
  private final Resources resources;

  private List<Durations> durations = new ArrayList<>();
  private long points;
  private long dropped;

  /// What was in a message.
  ///
  /// @param durations histograms of request durations
  /// @param points of all metrics
  /// @param dropped spans that senders could not keep (`hotclub.dropped`)
  public record Received(List<Durations> durations, long points, long dropped) {}

  /// Durations of the requests of one operation.
  ///
  /// @param series tells it from the other histograms of the same sender
  /// @param startNanos when counting began, since 1970
  /// @param timeNanos when this was counted
  /// @param cumulative whether it counts from `startNanos` on, or since it was sent last
  /// @param buckets the sender's, as this project's; a duration counts in the middle of the
  ///   sender's bucket
  /// @param error the relative error of quantiles that the sender's buckets allow
  /// @param failed how many ended with a status of 500 and more
  public record Durations(
      Resource resource,
      String operation,
      String series,
      long startNanos,
      long timeNanos,
      boolean cumulative,
      Buckets buckets,
      double error,
      double count,
      double nanos,
      double failed) {}

  public OtlpMetrics() {
    KeyTable table = new KeyTable();
    slots = new Slots(table, texts);
    resources = new Resources(table, texts);
  }

  /// @throws MalformedOtlp if the bytes are no such message; nothing of it counts then
  public Received read(byte[] bytes, int length) throws MalformedOtlp {
    durations = new ArrayList<>();
    points = 0;
    dropped = 0;
    ProtoReader in = new ProtoReader(bytes, 0, length);
    while (in.more()) {
      int tag = in.tag();
      if (tag == (1 << 3 | ProtoReader.BYTES)) {
        int outer = in.open();
        Resource resource = resources.of(in);
        within(in, 2, scope -> within(scope, 2, metric -> metric(metric, resource)));
        in.close(outer);
      } else {
        in.skip(tag);
      }
    }
    return new Received(durations, points, dropped);
  }

  /// The same in OTLP's JSON encoding.
  public Received readJson(byte[] bytes, int length) throws MalformedOtlp {
    byte[] message = new OtlpJson().protobuf(bytes, length, new OtlpSchema().metrics());
    return read(message, message.length);
  }

  private interface Part {
    void read(ProtoReader in) throws MalformedOtlp;
  }

  /// Reads every part with this field number of what is open.
  private static void within(ProtoReader in, int field, Part part) throws MalformedOtlp {
    while (in.more()) {
      int tag = in.tag();
      if (tag == (field << 3 | ProtoReader.BYTES)) {
        int outer = in.open();
        part.read(in);
        in.close(outer);
      } else {
        in.skip(tag);
      }
    }
  }

  private void metric(ProtoReader in, Resource resource) throws MalformedOtlp {
    String name = "";
    String unit = "";
    int start = in.at();
    while (in.more()) {
      int tag = in.tag();
      switch (tag) {
        case 1 << 3 | ProtoReader.BYTES -> name = text(in);
        case 3 << 3 | ProtoReader.BYTES -> unit = text(in);
        default -> in.skip(tag);
      }
    }
    in.rewind(start);
    boolean served =
        name.equals("http.server.request.duration") || name.equals("http.server.duration");
    double nanosAUnit =
        unit.equals("ms") || (unit.isEmpty() && name.equals("http.server.duration")) ? 1e6 : 1e9;
    boolean isDropped = name.equals("hotclub.dropped");
    while (in.more()) {
      int tag = in.tag();
      switch (tag) {
        case 5 << 3 | ProtoReader.BYTES, 7 << 3 | ProtoReader.BYTES -> {
          int outer = in.open();
          within(in, 1, point -> number(point, isDropped));
          in.close(outer);
        }
        case 9 << 3 | ProtoReader.BYTES, 10 << 3 | ProtoReader.BYTES -> {
          int outer = in.open();
          histogram(in, tag >>> 3 == 10, served, nanosAUnit, resource);
          in.close(outer);
        }
        default -> in.skip(tag);
      }
    }
  }

  private void number(ProtoReader in, boolean isDropped) throws MalformedOtlp {
    points++;
    while (in.more()) {
      int tag = in.tag();
      if (isDropped && tag == (6 << 3 | ProtoReader.FIXED64)) {
        dropped += Math.max(0, in.fixed64());
      } else {
        in.skip(tag);
      }
    }
  }

  private void histogram(
      ProtoReader in, boolean exponential, boolean served, double nanosAUnit, Resource resource)
      throws MalformedOtlp {
    int start = in.at();
    boolean cumulative = true;
    while (in.more()) {
      int tag = in.tag();
      if (tag == (2 << 3 | ProtoReader.VARINT)) {
        cumulative = in.varint() != 1;
      } else {
        in.skip(tag);
      }
    }
    in.rewind(start);
    boolean total = cumulative;
    within(
        in,
        1,
        point -> {
          points++;
          if (served && points <= MOST_POINTS) {
            durations.add(point(point, exponential, total, nanosAUnit, resource));
          }
        });
  }

  private Durations point(
      ProtoReader in, boolean exponential, boolean cumulative, double nanosAUnit, Resource resource)
      throws MalformedOtlp {
    HistogramPoint point = new HistogramPoint(MOST_BUCKETS, EXPONENTIAL_SHIFT_MOST);
    slots.clear(in.bytes());
    int attributes = exponential ? 1 : 9;
    while (in.more()) {
      int tag = in.tag();
      if (tag == (attributes << 3 | ProtoReader.BYTES)) {
        slots.read(in);
      } else {
        point.field(in, tag, exponential);
      }
    }
    String method = slots.text(Key.METHOD);
    String route = slots.text(Key.ROUTE);
    if (route.isEmpty()) {
      route = slots.text(Key.TARGET);
    }
    long status = slots.number(Key.STATUS, 0);
    String upper = method.isEmpty() ? "GET" : method.toUpperCase(Locale.ROOT);
    String operation = route.isEmpty() ? upper : upper + ' ' + route;
    return new Durations(
        resource,
        operation,
        operation + ' ' + status,
        point.startNanos(),
        point.timeNanos(),
        cumulative,
        point.buckets(exponential, nanosAUnit),
        point.error(exponential),
        point.count(),
        point.sum() * nanosAUnit,
        status >= 500 ? point.count() : 0);
  }

  private String text(ProtoReader in) throws MalformedOtlp {
    int outer = in.open();
    String text = texts.text(in.bytes(), in.at(), in.at() + in.left());
    in.close(outer);
    return text;
  }
}
