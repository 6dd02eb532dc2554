package dev.hotclub.server.pages;

import dev.hotclub.server.api.OpenApi;
import dev.hotclub.server.api.OpenApi.Address;
import dev.hotclub.server.api.OpenApi.Parameter;
import dev.hotclub.store.StoreStats;
import java.util.ArrayList;
import java.util.List;

/// What the API's document says of each address.
final class Addresses {
  private static final List<Parameter> SCOPE =
      List.of(
          Parameter.maybe("service", "only this service"),
          Parameter.maybe("env", "only this environment"),
          Parameter.maybe("release", "only this release"),
          Parameter.maybe("host", "only this host"),
          Parameter.maybe("last", "15m, 1h (the usual), 6h, 24h, 7d or 30d"),
          Parameter.maybe("from", "instead of last: seconds since 1970 or ISO 8601"),
          Parameter.maybe("to", "end of the range; now if absent"),
          Parameter.maybe("vs", "compare with: before, day, week or release:NAME"));

  static final List<Address> ALL =
      List.of(
          address(
              "/overview",
              "Endpoints and the worst findings",
              OverviewPage.class,
              Parameter.maybe(
                  "sort",
                  "time, name, rate, p50, p95, p99, errors or queries; - in front turns it round"),
              Parameter.maybe("search", "a part of the endpoint's name")),
          address(
              "/endpoint",
              "One endpoint",
              EndpointPage.class,
              Parameter.needed("op", "its name: GET books/")),
          address(
              "/requests",
              "Requests",
              RequestsPage.class,
              Parameter.maybe("op", "the endpoint"),
              Parameter.maybe("path", "a part of the path"),
              Parameter.maybe("view", "a part of the view's name"),
              Parameter.maybe("method", "of HTTP"),
              Parameter.maybe("status", "404, or 5 for all from 500 to 599"),
              Parameter.maybe("ms", "at least so many milliseconds"),
              Parameter.maybe("queries", "at least so many queries"),
              Parameter.maybe("dbms", "at least so many milliseconds of queries"),
              Parameter.maybe("failed", "1: only those that failed"),
              Parameter.maybe("sort", "recent, slowest, queries or query-time"),
              Parameter.maybe("skip", "how many to leave out first")),
          address("/request/{trace}", "The first request of a trace", RequestPage.class),
          address("/request/{trace}/{unit}", "One request", RequestPage.class),
          address(
              "/queries",
              "Statements by shape",
              QueriesPage.class,
              Parameter.maybe("op", "only those of this endpoint"),
              Parameter.maybe("search", "a part of the statement"),
              Parameter.maybe("sort", "time, name, calls, mean, p95, rows or perunit")),
          address("/query/{shape}", "One shape", QueryPage.class),
          address(
              "/findings",
              "Findings by lost time",
              FindingsPage.class,
              Parameter.maybe("op", "only those of this endpoint"),
              Parameter.maybe("state", "open, fixed, muted or all")),
          address("/finding/{id}", "One finding", FindingPage.class),
          new Address("/api/v1/store", "What the store holds", StoreStats.class, List.of()),
          address(
              "/errors",
              "Exceptions by kind and endpoint",
              ErrorsPage.class,
              Parameter.maybe("op", "only those of this endpoint")));

  private Addresses() {}

  private static Address address(
      String path, String summary, Class<? extends Record> answer, Parameter... own) {
    List<Parameter> parameters = new ArrayList<>(List.of(own));
    parameters.addAll(SCOPE);
    return new OpenApi.Address("/api/v1" + path, summary, answer, parameters);
  }
}
