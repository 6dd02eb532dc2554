package dev.hotclub.server.pages;

import dev.hotclub.analysis.SqlShape;
import dev.hotclub.analysis.SqlShapes;
import dev.hotclub.model.finding.Evidence;
import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.finding.FindingKind;
import dev.hotclub.model.finding.Fix;
import dev.hotclub.model.metric.Buckets;
import dev.hotclub.model.trace.Attributes;
import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Failure;
import dev.hotclub.model.trace.Hashes;
import dev.hotclub.model.trace.Orm;
import dev.hotclub.model.trace.OrmKind;
import dev.hotclub.model.trace.Outcome;
import dev.hotclub.model.trace.Resource;
import dev.hotclub.model.trace.RowKeys;
import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.Span;
import dev.hotclub.model.trace.SpanKind;
import dev.hotclub.model.trace.TraceId;
import dev.hotclub.store.Batch;
import dev.hotclub.store.ErrorRow;
import dev.hotclub.store.ShapeRow;
import dev.hotclub.store.SpanGroup;
import dev.hotclub.store.Store;
import dev.hotclub.store.UnitRow;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The traffic of a bookshop over some hours, written into a store: a list with an N+1, a page that
/// is slow for everybody, one that waits for a lock now and then, and some that are fine.
final class Shop {
  static final TraceId LIST_TRACE = new TraceId(0x5eed, 1);
  static final TraceId HOSTILE_TRACE = new TraceId(0x5eed, 2);
  static final String HOSTILE = "<script>alert(1)</script>\" onload='x' & ${7*7}";

  private static final long MS = 1_000_000;
  private static final Site VIEWS = new Site("/srv/shop/books/views.py", 23, 12, "BookList.get");
  private static final Site LOOP = new Site("/srv/shop/books/views.py", 31, 20, "BookList.rows");
  private static final Site TEMPLATE = new Site("/srv/shop/templates/books/list.html", 14, 0, "");
  private static final Site RESERVE = new Site("/srv/shop/orders/service.py", 88, 9, "reserve");
  private static final String AUTHOR =
      "SELECT \"books_author\".\"id\", \"books_author\".\"name\" FROM \"books_author\" WHERE"
          + " \"books_author\".\"id\" = %s LIMIT 21";
  private static final String BOOKS =
      "SELECT \"books_book\".\"id\", \"books_book\".\"title\", \"books_book\".\"author_id\" FROM"
          + " \"books_book\" WHERE \"books_book\".\"published\" ORDER BY \"books_book\".\"title\" LIMIT 68";
  private static final String LOCK =
      "SELECT \"orders_stock\".\"id\", \"orders_stock\".\"left\" FROM \"orders_stock\" WHERE"
          + " \"orders_stock\".\"book_id\" = %s FOR UPDATE";
  private static final String REPORT =
      "SELECT date_trunc('day', created), SUM(total) FROM orders_order JOIN orders_line ON"
          + " orders_line.order_id = orders_order.id WHERE created >= %s GROUP BY 1";

  private final Store store;
  private final Instant now;
  private final Random random = new Random(42);
  private final SqlShapes shapes = new SqlShapes();
  private long traces = 100;

  private Shop(Store store, Instant now) {
    this.store = store;
    this.now = now;
  }

  /// @param now end of the traffic
  static void fill(Store store, Instant now) throws IOException {
    Shop shop = new Shop(store, now);
    for (int minute = 179; minute >= 0; minute--) {
      shop.minute(now.minus(minute, ChronoUnit.MINUTES).minusSeconds(30), minute);
    }
    shop.traces();
  }

  private void minute(Instant at, int ago) throws IOException {
    List<UnitRow> units = new ArrayList<>();
    List<Batch.ShapeTally> tallies = new ArrayList<>();
    List<Batch.Sighting> sightings = new ArrayList<>();
    List<ErrorRow> errors = new ArrayList<>();
    Resource resource = resource(ago);
    for (int i = 0; i < 14; i++) {
      long author = Math.round(2.4 * MS * spread(0.2));
      units.add(
          unit(
              at,
              resource,
              "GET",
              "books/",
              70 * MS + 68 * author,
              200,
              73,
              67,
              66,
              68 * author + 9 * MS,
              0,
              0,
              1));
      tallies.add(
          tally(resource, "GET books/", AUTHOR, LOOP, "books.Book.author", at, 68, author, 1));
      tallies.add(tally(resource, "GET books/", BOOKS, VIEWS, "", at, 1, 9 * MS, 68));
      sightings.add(new Batch.Sighting(nPlusOne(68 * author), at, resource.release(), 1));
    }
    for (int i = 0; i < 30; i++) {
      units.add(
          unit(
              at,
              resource,
              "GET",
              "books/<int:pk>/",
              Math.round(24 * MS * spread(0.35)),
              200,
              4,
              0,
              0,
              6 * MS,
              2 * MS,
              0,
              0));
    }
    for (int i = 0; i < 25; i++) {
      boolean blocked = random.nextInt(60) == 0;
      long wait = blocked ? Math.round(1_700 * MS * spread(0.2)) : Math.round(2 * MS * spread(0.3));
      Resource host = blocked || i % 3 == 0 ? resource(ago, "web3") : resource;
      units.add(
          unit(
              at,
              host,
              "POST",
              "orders/",
              38 * MS + wait,
              201,
              9,
              0,
              0,
              wait + 8 * MS,
              0,
              0,
              blocked ? 1 : 0));
      tallies.add(tally(host, "POST orders/", LOCK, RESERVE, "", at, 1, wait, 1));
    }
    for (int i = 0; i < 2; i++) {
      long report = Math.round(640 * MS * spread(0.15));
      units.add(
          unit(
              at,
              resource,
              "GET",
              "reports/sales/",
              report + 120 * MS,
              200,
              6,
              0,
              0,
              report,
              0,
              0,
              1));
      tallies.add(
          tally(
              resource,
              "GET reports/sales/",
              REPORT,
              new Site("/srv/shop/reports/views.py", 17, 8, "sales"),
              "",
              at,
              1,
              report,
              90));
      sightings.add(new Batch.Sighting(slowQuery(report), at, resource.release(), 1));
    }
    for (int i = 0; i < 6; i++) {
      boolean failed = random.nextInt(25) == 0;
      units.add(
          unit(
              at,
              resource,
              "GET",
              "checkout/rates/",
              Math.round(180 * MS * spread(0.4)),
              failed ? 502 : 200,
              2,
              0,
              0,
              4 * MS,
              0,
              Math.round(150 * MS * spread(0.4)),
              0));
      if (failed) {
        errors.add(
            new ErrorRow(
                "shop",
                "GET checkout/rates/",
                "requests.exceptions.ReadTimeout",
                "HTTPSConnectionPool(host='rates.example', port=443): Read timed out. (read timeout=?)",
                new Site("/srv/shop/checkout/rates.py", 41, 0, "fetch_rates"),
                at,
                at,
                1,
                LIST_TRACE));
      }
    }
    units.add(
        unit(
            at,
            resource,
            "COMMAND",
            "rebuild_index",
            4_200 * MS,
            0,
            350,
            0,
            0,
            1_900 * MS,
            0,
            0,
            0));
    store.write(new Batch(List.of(), units, tallies, sightings, errors, List.of(), List.of()));
  }

  private double spread(double sigma) {
    return Math.exp(sigma * random.nextGaussian());
  }

  private static Resource resource(int ago) {
    return resource(ago, ago % 2 == 0 ? "web1" : "web2");
  }

  private static Resource resource(int ago, String host) {
    return new Resource(
        "shop",
        "production",
        ago > 70 ? "9f2c1ab" : "abc1234",
        host,
        4700 + host.charAt(3),
        "hotclub-django",
        "CPython 3.12.1",
        "Django 5.2.1");
  }

  private Call.Request request(String method, String route, int status) {
    return new Call.Request(
        method,
        route,
        route.startsWith("books/<") ? "books.views.BookDetail" : "books.views.BookList",
        "/" + route.replaceAll("<[^>]*>", "?"),
        status,
        18_400,
        3 * MS,
        1,
        "",
        false);
  }

  private UnitRow unit(
      Instant at,
      Resource resource,
      String method,
      String route,
      long nanos,
      int status,
      int queries,
      int similar,
      int duplicates,
      long queryNanos,
      long cacheNanos,
      long httpNanos,
      int findings) {
    return new UnitRow(
        new TraceId(7, traces++),
        1,
        at.plusMillis(random.nextInt(59_000)),
        nanos,
        resource,
        method + " " + route,
        request(method, route, status),
        status >= 500 ? Outcome.ERROR : Outcome.OK,
        status >= 500 ? "requests.exceptions.ReadTimeout" : "",
        queries,
        duplicates,
        similar,
        queryNanos,
        cacheNanos,
        httpNanos,
        findings,
        queries + 1);
  }

  private Batch.ShapeTally tally(
      Resource resource,
      String operation,
      String text,
      Site site,
      String relation,
      Instant at,
      int calls,
      long nanos,
      long rows) {
    Buckets durations = new Buckets();
    durations.add(Buckets.of(nanos), calls);
    SqlShape shape = shapes.of(text, "postgresql");
    return new Batch.ShapeTally(
        resource,
        new ShapeRow(
            shape.hash(),
            text.replace("%s", "?"),
            summary(text),
            "postgresql",
            "shop",
            operation,
            site,
            relation,
            at,
            durations,
            calls,
            1,
            (double) calls * nanos,
            (double) calls * rows));
  }

  private static String summary(String text) {
    return text.contains("books_author")
        ? "SELECT books_author"
        : text.contains("FOR UPDATE")
            ? "SELECT orders_stock"
            : text.contains("books_book") ? "SELECT books_book" : "SELECT orders_order orders_line";
  }

  private static Finding nPlusOne(long lost) {
    return new Finding(
        "a1b2c3d4e5f60718",
        FindingKind.N_PLUS_ONE,
        "shop",
        "GET books/",
        "Book.author is loaded once per row: 68 × SELECT … FROM books_author WHERE id = ?",
        List.of(LOOP),
        TEMPLATE,
        AUTHOR.replace("%s", "?"),
        List.of(
            new Evidence("shape", "68 queries of one shape, each with other parameters"),
            new Evidence("growth", "68 queries for 68 rows of SELECT books_book"),
            new Evidence("provenance", "68 of 68 parameters are books.Book.author of that result")),
        List.of(
            new Fix(
                VIEWS,
                "add .select_related(\"author\") where the queryset is made",
                "Book.objects.filter(published=True).select_related(\"author\")",
                73,
                5,
                212 * MS,
                61 * MS,
                ""),
            new Fix(
                VIEWS,
                "or add .prefetch_related(\"author\"): one more query, less data where authors repeat",
                "Book.objects.filter(published=True).prefetch_related(\"author\")",
                73,
                6,
                212 * MS,
                64 * MS,
                "")),
        68,
        68,
        lost,
        LIST_TRACE,
        1,
        List.of(10L, 11L));
  }

  private static Finding slowQuery(long lost) {
    return new Finding(
        "00ff00ff00ff00ff",
        FindingKind.SLOW_QUERY,
        "shop",
        "GET reports/sales/",
        "One query takes 640 ms: SELECT orders_order orders_line",
        List.of(new Site("/srv/shop/reports/views.py", 17, 8, "sales")),
        Site.NOWHERE,
        REPORT.replace("%s", "?"),
        List.of(new Evidence("duration", "640 ms of 760 ms")),
        List.of(),
        1,
        0,
        lost,
        LIST_TRACE,
        1,
        List.of(10L));
  }

  private void traces() throws IOException {
    List<Span> spans = new ArrayList<>();
    Instant start = now.minusSeconds(40);
    long at = start.getEpochSecond() * 1_000_000_000L;
    Resource resource = resource(0);
    spans.add(
        span(
            LIST_TRACE,
            1,
            0,
            at,
            212 * MS,
            request("GET", "books/", 200),
            "GET books/",
            Site.NOWHERE));
    spans.add(
        span(
            LIST_TRACE,
            2,
            1,
            at + 3 * MS,
            MS,
            new Call.Cache("default", "get", "session:?", Hashes.of(5), 1, 0, 420),
            "cache get",
            Site.NOWHERE));
    spans.add(
        span(
            LIST_TRACE,
            3,
            1,
            at + 5 * MS,
            9 * MS,
            query(BOOKS, 68, OrmKind.LIST, "", Site.NOWHERE, 0),
            "SELECT books_book",
            VIEWS));
    long next = at + 22 * MS;
    for (int i = 0; i < 68; i++) {
      spans.add(
          span(
              LIST_TRACE,
              10 + i,
              1,
              next,
              2_300_000,
              query(AUTHOR, 1, OrmKind.FORWARD_FK, "books.Book.author", TEMPLATE, 900 + i),
              "SELECT books_author",
              LOOP));
      next += 2_500_000;
    }
    spans.add(
        span(
            LIST_TRACE,
            90,
            1,
            next + 2 * MS,
            4 * MS,
            new Call.Outgoing("GET", "rates.example", 443, "/v1/rates/?", Hashes.NONE, 200, 512),
            "GET rates.example",
            VIEWS));
    spans.add(
        span(
            LIST_TRACE,
            91,
            1,
            next + 7 * MS,
            MS / 2,
            query(
                "SELECT COUNT(*) FROM books_cart WHERE user_id = %s",
                1, OrmKind.COUNT, "", Site.NOWHERE, 3),
            "SELECT books_cart",
            VIEWS));
    List<Span> hostile =
        List.of(
            new Span(
                HOSTILE_TRACE,
                1,
                0,
                SpanKind.SERVER,
                HOSTILE,
                at,
                90 * MS,
                Outcome.ERROR,
                new Call.Request(
                    "GET", HOSTILE, HOSTILE, "/" + HOSTILE, 500, 1, 1, 1, HOSTILE, false),
                new Site(HOSTILE, 1, 0, HOSTILE),
                List.of(),
                List.of(
                    new Failure(HOSTILE, HOSTILE, List.of(new Site(HOSTILE, 3, 0, HOSTILE)), true)),
                resource,
                Attributes.NONE),
            new Span(
                HOSTILE_TRACE,
                2,
                1,
                SpanKind.CLIENT,
                HOSTILE,
                at + MS,
                60 * MS,
                Outcome.OK,
                query(
                    "SELECT '" + HOSTILE + "'",
                    1,
                    OrmKind.RAW,
                    HOSTILE,
                    new Site(HOSTILE, 2, 0, ""),
                    1),
                new Site(HOSTILE, 1, 0, HOSTILE),
                List.of(),
                List.of(),
                resource,
                Attributes.NONE));
    UnitRow unit =
        new UnitRow(
            LIST_TRACE,
            1,
            start,
            212 * MS,
            resource,
            "GET books/",
            request("GET", "books/", 200),
            Outcome.OK,
            "",
            73,
            66,
            67,
            165 * MS,
            MS,
            4 * MS,
            1,
            spans.size());
    UnitRow bad =
        new UnitRow(
            HOSTILE_TRACE,
            1,
            start,
            90 * MS,
            resource,
            "GET " + HOSTILE,
            (Call.Request) hostile.getFirst().call(),
            Outcome.ERROR,
            HOSTILE,
            1,
            0,
            0,
            60 * MS,
            0,
            0,
            0,
            2);
    store.write(
        new Batch(
            List.of(new SpanGroup(1, spans), new SpanGroup(2, hostile)),
            List.of(unit, bad),
            List.of(),
            List.of(new Batch.Sighting(nPlusOne(140 * MS), start, "abc1234", 1)),
            List.of(
                new ErrorRow(
                    "shop",
                    "GET " + HOSTILE,
                    HOSTILE,
                    HOSTILE,
                    new Site(HOSTILE, 3, 0, HOSTILE),
                    start,
                    start,
                    1,
                    HOSTILE_TRACE)),
            List.of(),
            List.of(1L, 2L)));
  }

  private static Call.Query query(
      String text, long rows, OrmKind kind, String relation, Site template, long key) {
    return new Call.Query(
        "postgresql",
        "default",
        text,
        rows,
        1_900_000,
        0,
        1,
        0,
        key == 0 ? Hashes.NONE : Hashes.of(key),
        RowKeys.NONE,
        new Orm(kind, relation, "books.Author", Site.NOWHERE, List.of(), List.of(), List.of()),
        template);
  }

  private static Span span(
      TraceId trace, long id, long parent, long at, long nanos, Call call, String name, Site site) {
    return new Span(
        trace,
        id,
        parent,
        parent == 0 ? SpanKind.SERVER : SpanKind.CLIENT,
        name,
        at,
        nanos,
        Outcome.OK,
        call,
        site,
        List.of(),
        List.of(),
        resource(0),
        Attributes.NONE);
  }
}
