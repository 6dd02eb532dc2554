package dev.hotclub.server.pages;

import dev.hotclub.analysis.SqlShape;
import dev.hotclub.server.access.Absent;
import dev.hotclub.server.access.Access;
import dev.hotclub.server.access.Answer;
import dev.hotclub.server.access.Ask;
import dev.hotclub.server.access.Gate;
import dev.hotclub.server.access.Role;
import dev.hotclub.server.access.Route;
import dev.hotclub.server.api.Exposition;
import dev.hotclub.server.api.Json;
import dev.hotclub.server.api.Metric;
import dev.hotclub.server.api.OpenApi;
import dev.hotclub.server.pages.html.JteauditGenerated;
import dev.hotclub.server.pages.html.JteemptyGenerated;
import dev.hotclub.server.pages.html.JteendpointGenerated;
import dev.hotclub.server.pages.html.JteerrorsGenerated;
import dev.hotclub.server.pages.html.JtefindingGenerated;
import dev.hotclub.server.pages.html.JtefindingsGenerated;
import dev.hotclub.server.pages.html.JteoverviewGenerated;
import dev.hotclub.server.pages.html.JtequeriesGenerated;
import dev.hotclub.server.pages.html.JtequeryGenerated;
import dev.hotclub.server.pages.html.JterequestGenerated;
import dev.hotclub.server.pages.html.JterequestsGenerated;
import dev.hotclub.store.FindingRow;
import dev.hotclub.store.Known;
import dev.hotclub.store.Store;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// Every page, its JSON twin, and the list of all addresses.
public final class Pages {
  private static final int LONGEST_REASON = 500;

  private final Store store;
  private final Access access;
  private final BiFunction<String, String, SqlShape> shapes;
  private final Exposition exposition;
  private final InstantSource clock;
  private final Assets assets = new Assets();
  private final Refusing refusing = new Refusing(assets);
  private final List<Route> routes;

  /// What a page is made from, and how it looks.
  private interface Page<T> {
    T of(Scope scope, Ask ask) throws IOException;
  }

  private interface View<T> {
    void render(
        gg.jte.html.HtmlTemplateOutput out,
        gg.jte.html.HtmlInterceptor interceptor,
        Shell shell,
        T page);
  }

  /// @param shapes from a statement's text and its system to its shape
  /// @param health counters of the server for `/metrics`
  /// @param more routes of other rooms that stand behind the same check
  public Pages(
      Store store,
      Access access,
      BiFunction<String, String, SqlShape> shapes,
      Supplier<List<Metric>> health,
      InstantSource clock,
      List<Route> more) {
    this.store = store;
    this.access = access;
    this.shapes = shapes;
    this.exposition = new Exposition(store, health);
    this.clock = clock;
    List<Route> all = new ArrayList<>();
    pages(all);
    actions(all);
    all.addAll(new LoginPages(access, assets).routes());
    all.addAll(more);
    this.routes = List.copyOf(all);
  }

  /// Puts the pages on a port.
  public void register(HttpRouting.Builder routing) {
    new Gate(access, refusing).open(routing, routes);
  }

  /// All addresses, each with the role that it takes.
  public List<Route> routes() {
    return routes;
  }

  private void pages(List<Route> into) {
    page(
        into,
        "/",
        "/overview",
        "Overview",
        "Overview",
        (scope, _) -> OverviewPage.of(store, scope),
        JteoverviewGenerated::render);
    page(
        into,
        "/endpoint",
        "/endpoint",
        "Endpoint",
        "Overview",
        (scope, _) -> EndpointPage.of(store, scope),
        JteendpointGenerated::render);
    page(
        into,
        "/requests",
        "/requests",
        "Requests",
        "Requests",
        (scope, _) -> RequestsPage.of(store, scope),
        JterequestsGenerated::render);
    page(
        into,
        "/request/{trace}",
        "/request/{trace}",
        "Request",
        "Requests",
        this::request,
        JterequestGenerated::render);
    page(
        into,
        "/request/{trace}/{unit}",
        "/request/{trace}/{unit}",
        "Request",
        "Requests",
        this::request,
        JterequestGenerated::render);
    page(
        into,
        "/queries",
        "/queries",
        "Queries",
        "Queries",
        (scope, _) -> QueriesPage.of(store, scope),
        JtequeriesGenerated::render);
    page(
        into,
        "/query/{shape}",
        "/query/{shape}",
        "Query",
        "Queries",
        this::query,
        JtequeryGenerated::render);
    page(
        into,
        "/findings",
        "/findings",
        "Findings",
        "Findings",
        (scope, _) -> FindingsPage.of(store, scope),
        JtefindingsGenerated::render);
    page(
        into,
        "/finding/{id}",
        "/finding/{id}",
        "Finding",
        "Findings",
        this::finding,
        JtefindingGenerated::render);
    page(
        into,
        "/errors",
        "/errors",
        "Errors",
        "Errors",
        (scope, _) -> ErrorsPage.of(store, scope),
        JteerrorsGenerated::render);
    into.add(
        Route.get(
            "/api/v1/openapi.json",
            Role.READ,
            ask -> Answer.json(200, OpenApi.document(ask.prefix(), Addresses.ALL))));
    into.add(
        Route.get(
            "/metrics",
            Role.READ,
            _ -> Answer.of(200, Exposition.CONTENT_TYPE, exposition.text(clock.instant()))));
  }

  private <T extends Record> void page(
      List<Route> into,
      String path,
      String twin,
      String title,
      String section,
      Page<T> page,
      View<T> view) {
    into.add(
        Route.get(
            path,
            Role.READ,
            ask -> {
              Scope scope = Scope.of(ask, clock.instant());
              Shell shell = shell(ask, scope, title, section);
              if (shell.known().services().isEmpty()) {
                return Answer.html(
                    200, Html.of((out, i) -> JteemptyGenerated.render(out, i, shell)));
              }
              T made = page.of(scope, ask);
              return Answer.html(200, Html.of((out, i) -> view.render(out, i, shell, made)));
            }));
    into.add(
        Route.get(
            "/api/v1" + twin,
            Role.READ,
            ask -> Answer.json(200, Json.of(page.of(Scope.of(ask, clock.instant()), ask)))));
  }

  private Shell shell(Ask ask, Scope scope, String title, String section) throws IOException {
    Known known = store.known();
    return new Shell(
        title,
        section,
        scope,
        known,
        ask.caller(),
        ask.prefix() + assets.path(),
        ask.foreignCsrf().isEmpty() ? ask.caller().csrf() : ask.foreignCsrf());
  }

  private RequestPage request(Scope scope, Ask ask) throws IOException {
    String unit = ask.name("unit");
    if (!RequestPage.isSpanId(unit)) {
      throw new IllegalArgumentException("a span's id has 16 hexadecimal digits");
    }
    return RequestPage.of(store, scope, ask.name("trace"), unit, shapes)
        .orElseThrow(() ->
            new Absent("trace " + ask.name("trace") + " is not kept; older ones are removed"));
  }

  private QueryPage query(Scope scope, Ask ask) throws IOException {
    String shape = ask.name("shape");
    if (!RequestPage.isSpanId(shape) || shape.isEmpty()) {
      throw new IllegalArgumentException("a shape's id has 16 hexadecimal digits");
    }
    return QueryPage.of(store, scope, Long.parseUnsignedLong(shape, 16))
        .orElseThrow(() ->
            new Absent("shape " + shape + " was not called in this time: choose a longer one"));
  }

  private FindingPage finding(Scope scope, Ask ask) throws IOException {
    return FindingPage.of(store, scope, ask.name("id"))
        .orElseThrow(
            () -> new Absent("there is no finding " + Format.shortened(ask.name("id"), 40)));
  }

  private void actions(List<Route> into) {
    into.add(Route.get("/search", Role.READ, this::search));
    into.add(Route.post("/finding/{id}/mute", Role.ADMIN, this::mute));
    into.add(
        Route.get(
            "/audit",
            Role.ADMIN,
            ask -> {
              Shell shell = shell(ask, Scope.of(ask, clock.instant()), "Audit", "Audit");
              return Answer.html(
                  200,
                  Html.of((out, i) ->
                      JteauditGenerated.render(out, i, shell, access.audit().latest())));
            }));
  }

  /// A trace's id leads to its request, SQL to the statements, anything else to endpoints.
  private Answer search(Ask ask) {
    Scope scope = Scope.of(ask, clock.instant());
    String wanted = ask.query("q").strip();
    if (wanted.matches("[0-9a-fA-F]{32}")) {
      return Answer.redirect(scope.link("/request/" + wanted.toLowerCase(java.util.Locale.ROOT)));
    }
    boolean sql = wanted.matches("(?is)(select|insert|update|delete|from|where)\\b.*");
    return Answer.redirect(scope.link(sql ? "/queries" : "/", "search", wanted));
  }

  private Answer mute(Ask ask) throws IOException {
    String id = ask.name("id");
    String reason = Format.shortened(ask.form("reason"), LONGEST_REASON);
    Optional<FindingRow> row = store.finding(id);
    if (row.isEmpty()) {
      throw new Absent("there is no finding " + Format.shortened(id, 40));
    }
    boolean opens = ask.form("action").equals("open");
    if (!opens && reason.isEmpty()) {
      throw new IllegalArgumentException("a finding is muted with a reason: say why");
    }
    access.record(
        ask.caller(),
        ask.from(),
        opens ? "open" : "mute",
        row.get().latest().title() + (opens ? "" : ": " + reason));
    store.mute(id, opens ? "" : reason);
    return Answer.redirect(ask.prefix() + "/finding/" + id);
  }
}
