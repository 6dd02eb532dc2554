package dev.hotclub.codec.otlp;

import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Orm;
import dev.hotclub.model.trace.OrmKind;
import dev.hotclub.model.trace.RowKeys;
import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.SpanKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a span did, from its kind and attributes.
final class Calls {
  /// Parameters of a statement, and rows whose keys are kept.
  private static final int MOST_HASHES = 1_000;

  /// A result has few key columns.
  private static final int MOST_COLUMNS = 64;

  /// A share of one in a million is the smallest that is believed.
  private static final double MOST_WEIGHT = 1e6;

  private static final Call OTHER = new Call.Other();

  private final Slots slots;
  private final Map<String, OrmKind> kinds =
      Stream.of(OrmKind.values())
          .collect(Collectors.toUnmodifiableMap(OrmKind::word, kind -> kind));

  Calls(Slots slots) {
    this.slots = slots;
  }

  /// Who a span's parent is, by `Span.flags`.
  enum Parent {
    UNKNOWN,
    LOCAL,
    REMOTE
  }

  Call of(SpanKind kind, String name, Parent parent, String traceState) throws MalformedOtlp {
    if (slots.has(Key.UNIT)) {
      return unit(slots.text(Key.UNIT).toUpperCase(Locale.ROOT), name, traceState);
    }
    if (kind == SpanKind.SERVER && parent != Parent.LOCAL && isHttp()) {
      return request(name, traceState);
    }
    if (kind == SpanKind.CONSUMER && parent != Parent.LOCAL) {
      return unit("TASK", taskName(name), traceState);
    }
    if (slots.has(Key.DB_SYSTEM)) {
      return database(name);
    }
    if (slots.has(Key.CACHE_OPERATION)) {
      return cache();
    }
    if (kind == SpanKind.CLIENT && slots.has(Key.METHOD)) {
      return outgoing();
    }
    if (slots.has(Key.TEMPLATE_NAME)) {
      return new Call.Render(slots.text(Key.TEMPLATE_NAME));
    }
    return slots.has(Key.MIDDLEWARE) ? new Call.Middleware(slots.text(Key.MIDDLEWARE)) : OTHER;
  }

  private boolean isHttp() {
    return slots.has(Key.METHOD)
        || slots.has(Key.ROUTE)
        || slots.has(Key.STATUS)
        || slots.has(Key.VIEW);
  }

  private Call request(String name, String traceState) throws MalformedOtlp {
    String method = slots.text(Key.METHOD);
    String upper = method.isEmpty() ? "GET" : method.toUpperCase(Locale.ROOT);
    String route = slots.text(Key.ROUTE);
    return of(upper, route.isEmpty() ? routeOf(name, upper) : route, path(), traceState);
  }

  private Call unit(String method, String name, String traceState) throws MalformedOtlp {
    return of(method, name, "", traceState);
  }

  private Call of(String method, String route, String path, String traceState)
      throws MalformedOtlp {
    return new Call.Request(
        method,
        route,
        slots.text(Key.VIEW),
        path,
        Math.max(0, slots.count(Key.STATUS, 0)),
        slots.number(Key.RESPONSE_BYTES, -1),
        slots.number(Key.QUEUE, -1),
        weight(traceState),
        slots.text(Key.USER),
        slots.flag(Key.LONG_LIVED));
  }

  /// Of a sender that knows no route the span's name has it, `GET books/`; a name that is but a
  /// method or `HTTP GET` has none.
  private static String routeOf(String name, String method) {
    String rest = name.startsWith("HTTP ") ? name.substring(5) : name;
    if (rest.equals(method)) {
      return "";
    }
    return rest.startsWith(method + " ") ? rest.substring(method.length() + 1) : rest;
  }

  private String taskName(String name) throws MalformedOtlp {
    String task = slots.text(Key.TASK);
    if (!task.isEmpty()) {
      return task;
    }
    return name.startsWith("run/") ? name.substring(4) : name;
  }

  /// Without its query: senders that are not ours mask nothing.
  private String path() throws MalformedOtlp {
    String path = slots.text(Key.PATH);
    if (path.isEmpty()) {
      path = slots.text(Key.TARGET);
    }
    if (path.isEmpty()) {
      path = pathOf(slots.text(Key.URL));
    }
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  private static String pathOf(String url) {
    int scheme = url.indexOf("://");
    int slash = url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
    if (slash < 0) {
      return "";
    }
    int end = slash;
    while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
      end++;
    }
    return url.substring(slash, end);
  }

  private double weight(String traceState) {
    double said = slots.real(Key.WEIGHT, 0);
    double weight = said > 0 ? said : Sampling.weight(traceState);
    return weight >= 1 ? Math.min(weight, MOST_WEIGHT) : 1;
  }

  private Call database(String name) throws MalformedOtlp {
    String system = slots.text(Key.DB_SYSTEM);
    String text = slots.text(Key.DB_TEXT);
    if (system.equals("redis") || system.equals("valkey") || system.equals("memcached")) {
      return keyValueStore(system, text, name);
    }
    // what the statement says itself
    if (!text.isEmpty()) {
      slots.drop(Key.DB_SUMMARY);
      slots.drop(Key.DB_OPERATION);
    }
    String alias = slots.text(Key.DB_ALIAS);
    List<String> columns = slots.list(Key.DB_KEY_COLUMNS);
    return new Call.Query(
        system,
        alias.isEmpty() ? slots.text(Key.DB_NAMESPACE) : alias,
        text.isEmpty() ? name : text,
        slots.number(Key.DB_ROWS, -1),
        slots.number(Key.DB_EXECUTE, -1),
        slots.number(Key.DB_CONNECT, -1),
        Math.max(1, slots.count(Key.DB_BATCH, 1)),
        Math.max(0, slots.count(Key.DB_TRANSACTION, 0)),
        slots.hashes(Key.DB_PARAMETERS, MOST_HASHES),
        keys(columns),
        orm(),
        slots.place(Key.TEMPLATE));
  }

  private RowKeys keys(List<String> columns) {
    if (columns.isEmpty() || columns.size() > MOST_COLUMNS) {
      return RowKeys.NONE;
    }
    return new RowKeys(columns, slots.hashes(Key.DB_KEYS, MOST_HASHES * columns.size()));
  }

  private Orm orm() throws MalformedOtlp {
    if (!slots.has(Key.ORM_KIND) && !slots.has(Key.ORM_MODEL) && !slots.has(Key.ORM_MADE)) {
      return Orm.NONE;
    }
    return new Orm(
        kinds.getOrDefault(slots.text(Key.ORM_KIND), OrmKind.UNKNOWN),
        slots.text(Key.ORM_RELATION),
        slots.text(Key.ORM_MODEL),
        slots.site(Key.ORM_MADE),
        slots.list(Key.ORM_JOINED),
        slots.list(Key.ORM_PREFETCHED),
        slots.list(Key.ORM_DEFERRED));
  }

  /// Redis and its like, of a sender that knows them as databases.
  private static Call keyValueStore(String system, String text, String name) {
    String command = text.isEmpty() ? name : text;
    int space = command.indexOf(' ');
    String operation = space < 0 ? command : command.substring(0, space);
    return new Call.Cache(
        system,
        operation.toLowerCase(Locale.ROOT),
        "",
        dev.hotclub.model.trace.Hashes.NONE,
        -1,
        -1,
        -1);
  }

  private Call cache() throws MalformedOtlp {
    return new Call.Cache(
        slots.text(Key.CACHE_BACKEND),
        slots.text(Key.CACHE_OPERATION),
        slots.text(Key.CACHE_KEY),
        slots.hashes(Key.CACHE_KEYS, MOST_HASHES),
        slots.count(Key.CACHE_HITS, -1),
        slots.count(Key.CACHE_MISSES, -1),
        slots.number(Key.CACHE_BYTES, -1));
  }

  private Call outgoing() throws MalformedOtlp {
    String host = slots.text(Key.HOST);
    String url = slots.text(Key.URL);
    String template = slots.text(Key.URL_TEMPLATE);
    return new Call.Outgoing(
        slots.text(Key.METHOD).toUpperCase(Locale.ROOT),
        host.isEmpty() ? hostOf(url) : host,
        Math.max(0, slots.count(Key.PORT, 0)),
        template.isEmpty() ? pathOf(url) : template,
        slots.hashes(Key.HTTP_KEYS, MOST_HASHES),
        Math.max(0, slots.count(Key.STATUS, 0)),
        slots.number(Key.RESPONSE_BYTES, -1));
  }

  private static String hostOf(String url) {
    int from = url.indexOf("://");
    int to = from < 0 ? -1 : url.indexOf('/', from + 3);
    String authority = from < 0 ? "" : url.substring(from + 3, to < 0 ? url.length() : to);
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  /// Where own code asked for it.
  Site site(List<Site> stack) throws MalformedOtlp {
    String file = slots.text(Key.FILE);
    if (file.isEmpty()) {
      return stack.isEmpty() ? Site.NOWHERE : stack.getFirst();
    }
    return new Site(
        file,
        Math.max(0, slots.count(Key.LINE, 0)),
        Math.max(0, slots.count(Key.COLUMN, 0)),
        slots.text(Key.FUNCTION));
  }
}
