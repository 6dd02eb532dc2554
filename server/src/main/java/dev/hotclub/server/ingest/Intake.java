package dev.hotclub.server.ingest;

import dev.hotclub.analysis.SqlShapes;
import dev.hotclub.analysis.TraceAnalysis;
import dev.hotclub.codec.otlp.MalformedOtlp;
import dev.hotclub.codec.otlp.OtlpLogs;
import dev.hotclub.codec.otlp.OtlpMetrics;
import dev.hotclub.codec.otlp.OtlpReplies.Encoding;
import dev.hotclub.codec.otlp.OtlpReplies.Signal;
import dev.hotclub.codec.otlp.OtlpTraces;
import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Resource;
import dev.hotclub.model.trace.Span;
import dev.hotclub.model.trace.TraceId;
import dev.hotclub.store.OperationRow;
import dev.hotclub.store.SpanGroup;
import dev.hotclub.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Decodes what came, has it analysed and made durable. Its methods return when it is.
public final class Intake implements AutoCloseable {
  /// Its spans come a unit of work at a time.
  private static final String OWN_SENDER = "hotclub-django";

  /// How far a sender's clock may be ahead.
  private static final Duration MOST_AHEAD = Duration.ofDays(1);

  /// 2000-01-01: no sender's clock has ever been right before.
  private static final long EARLIEST_NANOS = 946_684_800_000_000_000L;

  /// Longer than a batch takes to decode and analyse.
  private static final Duration WAIT_FOR_BENCH = Duration.ofSeconds(5);

  private final Store store;
  private final Conclusions conclusions;
  private final IngestCounts counts = new IngestCounts();
  private final Gate gate;
  private final Assembly assembly;
  private final TracedServices traced;
  private final Measurements measurements;
  private final Numbers numbers;
  private final Clock clock;
  private final BlockingQueue<Workbench> benches;

  /// Decoders are not shared, and there is no use for more than processors.
  private static final class Workbench {
    final OtlpTraces traces = new OtlpTraces();
    final OtlpMetrics metrics = new OtlpMetrics();
  }

  /// What became of a message.
  ///
  /// @param rejected spans, points or records
  /// @param message why; empty if none was
  record Taken(long rejected, String message) {}

  /// Takes up what an earlier server left unfinished.
  public Intake(
      Store store, SqlShapes shapes, TraceAnalysis analysis, IngestLimits limits, Clock clock)
      throws IOException {
    this.store = store;
    this.clock = clock;
    conclusions = new Conclusions(shapes, analysis, counts);
    traced = new TracedServices(store, clock.instant());
    measurements = new Measurements(TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    gate = new Gate(limits, System.nanoTime());
    assembly = new Assembly(store, conclusions, counts);
    int processors = Runtime.getRuntime().availableProcessors();
    benches = new ArrayBlockingQueue<>(processors);
    for (int i = 0; i < processors; i++) {
      benches.add(new Workbench());
    }
    numbers = new Numbers(clock.instant(), assembly.start());
  }

  public IngestCounts counts() {
    return counts;
  }

  Gate gate() {
    return gate;
  }

  /// Spans that wait for the rest of their trace.
  public int waitingSpans() {
    return assembly.waitingSpans();
  }

  /// @throws MalformedOtlp if it is no such message; nothing of it is kept then
  /// @throws Busy if it is to be sent again later; nothing of it is kept then
  /// @throws IOException if the store did not take it
  Taken take(Signal signal, byte[] message, int length, Encoding encoding)
      throws MalformedOtlp, Busy, IOException {
    return switch (signal) {
      case TRACES -> traces(message, length, encoding);
      case METRICS -> metrics(message, length, encoding);
      case LOGS -> logs(message, length, encoding);
    };
  }

  /// Histograms of services whose spans come too are left out: their requests are counted.
  private Taken metrics(byte[] message, int length, Encoding encoding)
      throws MalformedOtlp, Busy, IOException {
    OtlpMetrics.Received received;
    Workbench bench = bench();
    try {
      received =
          switch (encoding) {
            case PROTOBUF -> bench.metrics.read(message, length);
            case JSON -> bench.metrics.readJson(message, length);
          };
    } finally {
      benches.add(bench);
    }
    List<OtlpMetrics.Durations> durations =
        received.durations().stream()
            .filter(each -> !traced.has(each.resource().service()))
            .toList();
    List<OperationRow> rows = measurements.rows(durations, conclusions.operations());
    if (!rows.isEmpty()) {
      Ledger ledger = conclusions.ledger();
      ledger.add(rows);
      store.write(ledger.batch());
    }
    counts.points.add(received.points());
    counts.droppedBySenders.add(received.dropped());
    return new Taken(0, "");
  }

  private Taken logs(byte[] message, int length, Encoding encoding) throws MalformedOtlp {
    counts.logs.add(
        switch (encoding) {
          case PROTOBUF -> OtlpLogs.count(message, length);
          case JSON -> OtlpLogs.countJson(message, length);
        });
    return new Taken(0, "");
  }

  private Taken traces(byte[] message, int length, Encoding encoding)
      throws MalformedOtlp, Busy, IOException {
    Ledger ledger = conclusions.ledger();
    List<SpanGroup> pieces = new ArrayList<>();
    OtlpTraces.Received received;
    Workbench bench = bench();
    try {
      received = read(bench.traces, message, length, encoding);
      gate.count(received.spans().size(), System.nanoTime());
      sort(plausible(received.spans()), ledger, pieces);
    } finally {
      benches.add(bench);
    }
    store.write(ledger.batch());
    pieces.forEach(assembly::add);
    received.spans().stream()
        .filter(span -> span.call() instanceof Call.Request)
        .forEach(span -> traced.add(span.resource().service()));
    return counted(received, length, ledger);
  }

  private static OtlpTraces.Received read(
      OtlpTraces decoder, byte[] message, int length, Encoding encoding) throws MalformedOtlp {
    return switch (encoding) {
      case PROTOBUF -> decoder.read(message, length);
      case JSON -> decoder.readJson(message, length);
    };
  }

  private Taken counted(OtlpTraces.Received received, int length, Ledger ledger) {
    int kept = ledger.spans();
    int implausible = received.spans().size() - kept;
    long rejected = (long) received.rejected() + implausible;
    counts.messages.increment();
    counts.bytes.add(length);
    counts.spans.add(kept);
    counts.units.add(ledger.units());
    counts.rejectedSpans.add(rejected);
    counts.cutAttributes.add(received.cut());
    String reason = received.reason();
    if (reason.isEmpty() && implausible > 0) {
      reason = "a span is not of this time: its clock is before 2000 or more than a day ahead";
    }
    return new Taken(rejected, reason);
  }

  private Workbench bench() throws Busy {
    try {
      Workbench bench = benches.poll(WAIT_FOR_BENCH.toMillis(), TimeUnit.MILLISECONDS);
      if (bench != null) {
        return bench;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    throw new Busy("all decoders are at work", Duration.ofSeconds(1));
  }

  private List<Span> plausible(List<Span> spans) {
    long latest = TimeUnit.SECONDS.toNanos(clock.instant().plus(MOST_AHEAD).getEpochSecond());
    for (Span span : spans) {
      if (!isPlausible(span, latest)) {
        return spans.stream().filter(each -> isPlausible(each, latest)).toList();
      }
    }
    return spans;
  }

  private static boolean isPlausible(Span span, long latest) {
    return span.startNanos() >= EARLIEST_NANOS && span.endNanos() <= latest;
  }

  private record Piece(TraceId trace, Resource resource) {}

  /// Into groups of one trace and process; those that are complete are concluded.
  private void sort(List<Span> spans, Ledger ledger, List<SpanGroup> pieces) {
    Map<Piece, List<Span>> groups = new LinkedHashMap<>();
    Piece last = null;
    List<Span> into = List.of();
    for (Span span : spans) {
      if (last == null
          || !last.trace().equals(span.trace())
          || !last.resource().equals(span.resource())) {
        last = new Piece(span.trace(), span.resource());
        into = groups.computeIfAbsent(last, _ -> new ArrayList<>());
      }
      into.add(span);
    }
    groups.forEach((piece, members) -> {
      SpanGroup group = new SpanGroup(numbers.next(), members);
      ledger.keep(group);
      if (piece.resource().sender().equals(OWN_SENDER)) {
        conclusions.draw(members, ledger);
        ledger.settle(group.number());
      } else {
        pieces.add(group);
      }
    });
  }

  /// Concludes what is complete.
  @Override
  public void close() {
    assembly.close();
  }
}
