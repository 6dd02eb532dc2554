package dev.hotclub.server.pages;

import dev.hotclub.analysis.SqlShape;
import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Failure;
import dev.hotclub.model.trace.Resource;
import dev.hotclub.model.trace.Span;
import dev.hotclub.model.trace.Trace;
import dev.hotclub.model.trace.TraceId;
import dev.hotclub.store.FindingRow;
import dev.hotclub.store.Range;
import dev.hotclub.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// One request: what it did, in words, as a picture, by statement, and how to send it again.
///
/// @param unit id of its span, 16 hexadecimal digits
/// @param others units of work of the same trace
/// @param findings of this operation, those that name this trace first
public record RequestPage(
    String sentence,
    String trace,
    String unit,
    Instant start,
    long nanos,
    String operation,
    Call.Request request,
    Resource resource,
    int queries,
    long queryNanos,
    Waterfall waterfall,
    List<Statement> statements,
    List<CacheLine> cache,
    List<HttpLine> http,
    List<FindingLine> findings,
    List<Failure> failures,
    Replay replay,
    List<Other> others) {

  /// Another unit of work of the trace: a request of a service that this one called, a task.
  public record Other(String unit, String name, String service, long nanos) {}

  /// Calls of a cache with one operation and one key pattern.
  public record CacheLine(
      String backend,
      String operation,
      String key,
      int calls,
      int hits,
      int misses,
      long bytes,
      long nanos) {}

  /// Requests to one address.
  public record HttpLine(
      String method, String host, String path, int calls, int failed, long nanos, long maxNanos) {}

  private static final int MOST_FINDINGS = 10;

  /// @param unit empty for the first of the trace
  /// @return nothing if the trace, or that unit in it, is not kept
  static Optional<RequestPage> of(
      Store store,
      Scope scope,
      String trace,
      String unit,
      BiFunction<String, String, SqlShape> shapes)
      throws IOException {
    Optional<Trace> found = store.trace(TraceId.parse(trace));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<Span> units = found.get().units();
    Optional<Span> wanted =
        units.stream().filter(span -> unit.isEmpty() || span.hexId().equals(unit)).findFirst();
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(page(store, scope, found.get(), wanted.get(), shapes));
  }

  private static RequestPage page(
      Store store, Scope scope, Trace trace, Span unit, BiFunction<String, String, SqlShape> shapes)
      throws IOException {
    Call.Request request = (Call.Request) unit.call();
    String operation = request.method() + " " + request.route();
    List<Span> within = trace.within(unit);
    List<Statement> statements = Statement.of(within, shapes);
    int queries = statements.stream().mapToInt(Statement::calls).sum();
    long queryNanos = statements.stream().mapToLong(Statement::nanos).sum();
    List<CacheLine> cache = cache(within);
    List<HttpLine> http = http(within);
    List<Other> others =
        trace.units().stream()
            .filter(span -> span.id() != unit.id())
            .limit(50)
            .map(span ->
                new Other(span.hexId(), span.name(), span.resource().service(), span.nanos()))
            .toList();
    List<Failure> failures = new ArrayList<>(unit.failures());
    within.forEach(span -> failures.addAll(span.failures()));
    return new RequestPage(
        RequestWords.sentence(unit, statements, queries, queryNanos, http),
        unit.trace().toString(),
        unit.hexId(),
        at(unit.startNanos()),
        unit.nanos(),
        operation,
        request,
        unit.resource(),
        queries,
        queryNanos,
        Waterfall.of(trace, unit, (text, system) -> shapes.apply(text, system).summary()),
        statements,
        cache,
        http,
        findings(store, scope, unit, operation),
        failures.stream().limit(20).toList(),
        Replay.of(request),
        others);
  }

  private static Instant at(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  private static List<FindingLine> findings(Store store, Scope scope, Span unit, String operation)
      throws IOException {
    // a finding is the same in every request that shows it: seen around this one is seen in this
    // one
    Instant start = at(unit.startNanos());
    Range around = new Range(start.minus(Duration.ofHours(1)), start.plus(Duration.ofHours(1)));
    Comparator<FindingRow> thisFirst =
        Comparator.comparing((FindingRow row) -> !row.latest().trace().equals(unit.trace()));
    return store.findings(around, scope.filter(), operation).stream()
        .filter(row -> row.seen() > 0)
        .filter(row -> row.latest().service().equals(unit.resource().service()))
        .sorted(thisFirst)
        .limit(MOST_FINDINGS)
        .map(row -> FindingLine.of(row, around))
        .toList();
  }

  private static List<CacheLine> cache(List<Span> spans) {
    Map<String, CacheLine> lines = new LinkedHashMap<>();
    for (Span span : spans) {
      if (span.call() instanceof Call.Cache c) {
        CacheLine one =
            new CacheLine(
                c.backend(),
                c.operation(),
                c.key(),
                1,
                Math.max(0, c.hits()),
                Math.max(0, c.misses()),
                Math.max(0, c.bytes()),
                span.nanos());
        lines.merge(
            c.backend() + ' ' + c.operation() + ' ' + c.key(),
            one,
            (a, b) ->
                new CacheLine(
                    a.backend(),
                    a.operation(),
                    a.key(),
                    a.calls() + 1,
                    a.hits() + b.hits(),
                    a.misses() + b.misses(),
                    a.bytes() + b.bytes(),
                    a.nanos() + b.nanos()));
      }
    }
    return lines.values().stream()
        .sorted(Comparator.comparingLong(CacheLine::nanos).reversed())
        .toList();
  }

  private static List<HttpLine> http(List<Span> spans) {
    Map<String, HttpLine> lines = new LinkedHashMap<>();
    for (Span span : spans) {
      if (span.call() instanceof Call.Outgoing o) {
        int failed = o.status() >= 400 || o.status() == 0 ? 1 : 0;
        HttpLine one =
            new HttpLine(o.method(), o.host(), o.path(), 1, failed, span.nanos(), span.nanos());
        lines.merge(
            o.method() + ' ' + o.host() + o.path(),
            one,
            (a, b) ->
                new HttpLine(
                    a.method(),
                    a.host(),
                    a.path(),
                    a.calls() + 1,
                    a.failed() + b.failed(),
                    a.nanos() + b.nanos(),
                    Math.max(a.maxNanos(), b.maxNanos())));
      }
    }
    return lines.values().stream()
        .sorted(Comparator.comparingLong(HttpLine::nanos).reversed())
        .toList();
  }

  /// The id of a span from its text.
  static boolean isSpanId(String text) {
    return text.isEmpty() || (text.length() == 16 && text.chars().allMatch(HexFormat::isHexDigit));
  }
}
