package dev.hotclub.store.duckdb;

import dev.hotclub.model.trace.Attributes;
import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Failure;
import dev.hotclub.model.trace.Hashes;
import dev.hotclub.model.trace.Orm;
import dev.hotclub.model.trace.OrmKind;
import dev.hotclub.model.trace.Resource;
import dev.hotclub.model.trace.RowKeys;
import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.Span;
import dev.hotclub.model.trace.TraceId;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/// The spans of one trace in few bytes: texts by number, times as differences.
///
/// `block := version firstId firstStart count span*`. The kind of a call is one byte; what follows
/// is in the order of the record's fields. Keys and parameters are kept only on request: they prove
/// something while a trace is analysed, and nothing after.
final class SpanBlock {
  private static final int VERSION = 1;

  /// Whether hashes of keys are kept.
  enum Keys {
    KEPT,
    DROPPED
  }

  /// Objects whose text is remembered; decoders give the same object for the same thing.
  private static final int MOST_REMEMBERED = 50_000;

  private final Texts texts;
  private final IdentityHashMap<Object, String> written = new IdentityHashMap<>();

  SpanBlock(Texts texts) {
    this.texts = texts;
  }

  byte[] encode(List<Span> spans, Keys keys) {
    Bytes out = new Bytes();
    Span first = spans.getFirst();
    out.number(VERSION);
    out.word(first.id());
    out.number(first.startNanos());
    out.number(spans.size());
    for (Span span : spans) {
      span(out, span, first, keys);
    }
    return out.done();
  }

  List<Span> decode(TraceId trace, byte[] block) {
    BytesReader in = new BytesReader(block);
    long version = in.number();
    if (version != VERSION) {
      throw new IllegalStateException("a block of spans has version " + version);
    }
    long firstId = in.word();
    long firstStart = in.number();
    List<Span> spans = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      spans.add(span(in, trace, firstId, firstStart));
    }
    return spans;
  }

  private void span(Bytes out, Span span, Span first, Keys keys) {
    out.signed(span.id() - first.id());
    // 0 is no parent, else one more than the difference, which is never the smallest number
    out.number(span.parent() == 0 ? 0 : 1);
    if (span.parent() != 0) {
      out.signed(span.parent() - first.id());
    }
    out.number(Codes.of(span.kind()) | Codes.of(span.outcome()) << 3);
    text(out, span.name());
    out.signed(span.startNanos() - first.startNanos());
    out.number(span.nanos());
    site(out, span.site());
    text(
        out,
        span.stack().isEmpty() ? "" : remembered(span.stack(), _ -> Places.stack(span.stack())));
    text(out, remembered(span.resource(), _ -> resource(span.resource())));
    out.number(span.failures().size());
    for (Failure failure : span.failures()) {
      text(out, failure.type());
      text(out, failure.message());
      text(out, Places.stack(failure.stack()));
      out.number(failure.escaped() ? 1 : 0);
    }
    out.raw(span.attributes().bytes());
    call(out, span, keys);
  }

  private Span span(BytesReader in, TraceId trace, long firstId, long firstStart) {
    long id = firstId + in.signed();
    long parent = in.number() == 0 ? 0 : firstId + in.signed();
    int kinds = (int) in.number();
    String name = text(in);
    long start = firstStart + in.signed();
    long nanos = in.number();
    Site site = Places.site(text(in));
    List<Site> stack = Places.sites(text(in));
    Resource resource = resource(text(in));
    List<Failure> failures = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      failures.add(new Failure(text(in), text(in), Places.sites(text(in)), in.number() == 1));
    }
    Attributes attributes = Attributes.of(in.raw());
    return new Span(
        trace,
        id,
        parent,
        Codes.kind(kinds & 7),
        name,
        start,
        nanos,
        Codes.outcome(kinds >> 3),
        call(in, nanos),
        site,
        stack,
        failures,
        resource,
        attributes);
  }

  private void call(Bytes out, Span span, Keys keys) {
    switch (span.call()) {
      case Call.Request request -> {
        out.number(1);
        text(out, request.method());
        text(out, request.route());
        text(out, request.view());
        text(out, request.path());
        out.number(request.status());
        out.signed(request.responseBytes());
        out.signed(request.queueNanos());
        out.word(Double.doubleToLongBits(request.weight()));
        text(out, request.user());
        out.number(request.longLived() ? 1 : 0);
      }
      case Call.Query query -> {
        out.number(2);
        text(out, query.system());
        text(out, query.alias());
        text(out, query.text());
        out.signed(query.rows());
        out.signed(span.nanos() - query.executeNanos());
        out.number(Math.max(0, query.connectNanos()));
        out.number(query.batch());
        out.number(query.transaction());
        text(out, remembered(query.orm(), _ -> orm(query.orm())));
        site(out, query.template());
        boolean kept = keys == Keys.KEPT;
        hashes(out, kept ? query.parameters() : Hashes.NONE);
        text(out, kept ? String.join(",", query.keys().columns()) : "");
        hashes(out, kept ? query.keys().hashes() : Hashes.NONE);
      }
      case Call.Cache cache -> {
        out.number(3);
        text(out, cache.backend());
        text(out, cache.operation());
        text(out, cache.key());
        hashes(out, keys == Keys.KEPT ? cache.keyHashes() : Hashes.NONE);
        out.signed(cache.hits());
        out.signed(cache.misses());
        out.signed(cache.bytes());
      }
      case Call.Outgoing outgoing -> {
        out.number(4);
        text(out, outgoing.method());
        text(out, outgoing.host());
        out.number(outgoing.port());
        text(out, outgoing.path());
        hashes(out, keys == Keys.KEPT ? outgoing.keyHashes() : Hashes.NONE);
        out.number(outgoing.status());
        out.signed(outgoing.bytes());
      }
      case Call.Render render -> {
        out.number(5);
        text(out, render.template());
      }
      case Call.Middleware middleware -> {
        out.number(6);
        text(out, middleware.name());
      }
      case Call.Other _ -> out.number(0);
    }
  }

  private Call call(BytesReader in, long nanos) {
    int kind = (int) in.number();
    return switch (kind) {
      case 0 -> new Call.Other();
      case 1 ->
          new Call.Request(
              text(in),
              text(in),
              text(in),
              text(in),
              (int) in.number(),
              in.signed(),
              in.signed(),
              Double.longBitsToDouble(in.word()),
              text(in),
              in.number() == 1);
      case 2 -> query(in, nanos);
      case 3 ->
          new Call.Cache(
              text(in),
              text(in),
              text(in),
              hashes(in),
              (int) in.signed(),
              (int) in.signed(),
              in.signed());
      case 4 ->
          new Call.Outgoing(
              text(in),
              text(in),
              (int) in.number(),
              text(in),
              hashes(in),
              (int) in.number(),
              in.signed());
      case 5 -> new Call.Render(text(in));
      case 6 -> new Call.Middleware(text(in));
      default -> throw new IllegalStateException("a call of kind " + kind);
    };
  }

  private Call query(BytesReader in, long nanos) {
    String system = text(in);
    String alias = text(in);
    String statement = text(in);
    long rows = in.signed();
    long execute = nanos - in.signed();
    long connect = in.number();
    int batch = (int) in.number();
    int transaction = (int) in.number();
    Orm orm = orm(text(in));
    Site template = Places.site(text(in));
    Hashes parameters = hashes(in);
    String columns = text(in);
    Hashes keys = hashes(in);
    return new Call.Query(
        system,
        alias,
        statement,
        rows,
        execute,
        connect,
        batch,
        transaction,
        parameters,
        columns.isEmpty() ? RowKeys.NONE : new RowKeys(List.of(columns.split(",")), keys),
        orm,
        template);
  }

  private void site(Bytes out, Site site) {
    text(out, site.known() ? remembered(site, _ -> Places.text(site)) : "");
  }

  /// Putting a text together for every span costs more than the rest of it.
  private String remembered(Object thing, Function<Object, String> text) {
    if (written.size() > MOST_REMEMBERED) {
      written.clear();
    }
    return written.computeIfAbsent(thing, text);
  }

  /// 0 and the text itself where there is no number for it; the empty text is number 1's place.
  private void text(Bytes out, String text) {
    if (text.isEmpty()) {
      out.number(1);
      return;
    }
    int number = texts.number(text);
    if (number > 0) {
      out.number(number + 1L);
    } else {
      out.number(0);
      out.text(text);
    }
  }

  private String text(BytesReader in) {
    long number = in.number();
    if (number == 0) {
      return in.text();
    }
    return number == 1 ? "" : texts.text((int) (number - 1));
  }

  private static void hashes(Bytes out, Hashes hashes) {
    out.number(hashes.size());
    for (int i = 0; i < hashes.size(); i++) {
      out.word(hashes.at(i));
    }
  }

  private static Hashes hashes(BytesReader in) {
    long[] values = new long[in.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.word();
    }
    return Hashes.of(values);
  }

  private static String orm(Orm orm) {
    if (orm.equals(Orm.NONE)) {
      return "";
    }
    return String.join(
        "\u0001",
        orm.kind().word(),
        Places.clean(orm.relation()),
        Places.clean(orm.model()),
        Places.text(orm.made()),
        Places.clean(String.join(",", orm.joined())),
        Places.clean(String.join(",", orm.prefetched())),
        Places.clean(String.join(",", orm.deferred())));
  }

  private static Orm orm(String text) {
    if (text.isEmpty()) {
      return Orm.NONE;
    }
    String[] parts = text.split("\u0001", -1);
    return new Orm(
        OrmKind.parse(parts[0]),
        parts[1],
        parts[2],
        Places.site(parts[3]),
        names(parts[4]),
        names(parts[5]),
        names(parts[6]));
  }

  private static List<String> names(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(","));
  }

  static String resource(Resource resource) {
    return String.join(
        "\u0001",
        Places.clean(resource.service()),
        Places.clean(resource.environment()),
        Places.clean(resource.release()),
        Places.clean(resource.host()),
        Long.toString(resource.pid()),
        Places.clean(resource.sender()),
        Places.clean(resource.runtime()),
        Places.clean(resource.framework()));
  }

  static Resource resource(String text) {
    String[] parts = text.split("\u0001", -1);
    return new Resource(
        parts[0],
        parts[1],
        parts[2],
        parts[3],
        Long.parseLong(parts[4]),
        parts[5],
        parts[6],
        parts[7]);
  }
}
