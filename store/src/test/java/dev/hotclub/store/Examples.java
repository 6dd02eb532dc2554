package dev.hotclub.store;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Batches to write, made of few words.
public final class Examples {
  public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  public static final Resource SHOP = resource("shop", "production", "r1", "web1");

  private Examples() {}

  public static Resource resource(String service, String environment, String release, String host) {
    return new Resource(
        service,
        environment,
        release,
        host,
        4711,
        "hotclub-django",
        "CPython 3.12.1",
        "Django 5.2");
  }

  public static Call.Request request(String method, String route, int status, double weight) {
    return new Call.Request(
        method,
        route,
        "books.views.book_list",
        "/" + route,
        status,
        1234,
        5_000,
        weight,
        "",
        false);
  }

  public static Span span(
      TraceId trace, long id, long parent, Instant start, long nanos, Call call) {
    return new Span(
        trace,
        id,
        parent,
        call instanceof Call.Request ? SpanKind.SERVER : SpanKind.CLIENT,
        "books ✓",
        start.getEpochSecond() * 1_000_000_000L + start.getNano(),
        nanos,
        Outcome.OK,
        call,
        new Site("/srv/shop/books/views.py", 23, 7, "book_list"),
        List.of(
            new Site("/srv/shop/books/views.py", 23, 7, "book_list"),
            new Site("/srv/shop/shop/urls.py", 9, 0, "<module>")),
        List.of(
            new Failure(
                "ValueError", "bad ?", List.of(new Site("/srv/shop/a.py", 1, 0, "f")), true)),
        SHOP,
        Attributes.of(new byte[] {74, 2, 10, 0}));
  }

  public static Call.Query query() {
    return new Call.Query(
        "postgresql",
        "default",
        "SELECT * FROM author WHERE id = %s",
        1,
        900_000,
        0,
        1,
        3,
        Hashes.of(42L),
        new RowKeys(List.of("books.Author.id", "books.Author.country"), Hashes.of(42L, 0L)),
        new Orm(
            OrmKind.FORWARD_FK,
            "books.Book.author",
            "books.Author",
            new Site("/srv/shop/books/views.py", 20, 3, "book_list"),
            List.of("publisher"),
            List.of("tags", "reviews__reader"),
            List.of()),
        new Site("/srv/shop/books/list.html", 10, 0, ""));
  }

  public static UnitRow unit(
      TraceId trace,
      Resource resource,
      String route,
      Instant start,
      long nanos,
      int status,
      double weight) {
    return new UnitRow(
        trace,
        1,
        start,
        nanos,
        resource,
        "GET " + route,
        request("GET", route, status, weight),
        status >= 500 ? Outcome.ERROR : Outcome.UNSET,
        status >= 500 ? "ValueError" : "",
        73,
        68,
        70,
        nanos / 2,
        1_000,
        2_000,
        1,
        75);
  }

  public static Finding finding(String id, String operation, long lostNanos) {
    return new Finding(
        id,
        FindingKind.N_PLUS_ONE,
        "shop",
        operation,
        "Book.author is loaded once per row",
        List.of(new Site("/srv/shop/books/views.py", 23, 7, "book_list")),
        Site.NOWHERE,
        "SELECT … FROM author WHERE id = ?",
        List.of(new Evidence("growth", "68 queries for 68 rows")),
        List.of(
            new Fix(
                new Site("/srv/shop/books/views.py", 23, 7, "book_list"),
                "add select_related",
                ".select_related(\"author\")",
                73,
                5,
                212_000_000,
                61_000_000,
                "")),
        68,
        68,
        lostNanos,
        new TraceId(1, 2),
        1,
        List.of(5L, 6L));
  }

  public static ShapeRow shape(
      long shape, String operation, Instant from, double calls, long nanosEach) {
    Buckets buckets = new Buckets();
    buckets.add(Buckets.of(nanosEach), calls);
    return new ShapeRow(
        shape,
        "SELECT " + shape,
        "SELECT author",
        "postgresql",
        "shop",
        operation,
        new Site("/srv/shop/books/views.py", 23, 7, "book_list"),
        "books.Book.author",
        from,
        buckets,
        calls,
        1,
        calls * nanosEach,
        calls);
  }

  /// A batch with one unit and nothing else.
  public static Batch batch(UnitRow... units) {
    return new Batch(
        List.of(), List.of(units), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  public static Batch groups(List<Long> settled, SpanGroup... groups) {
    return new Batch(
        List.of(groups), List.of(), List.of(), List.of(), List.of(), List.of(), settled);
  }

  public static Batch sighting(Finding finding, Instant at) {
    List<Batch.Sighting> sightings = new ArrayList<>();
    sightings.add(new Batch.Sighting(finding, at, "r1", 1));
    return new Batch(List.of(), List.of(), List.of(), sightings, List.of(), List.of(), List.of());
  }
}
