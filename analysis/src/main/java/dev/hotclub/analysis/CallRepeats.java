package dev.hotclub.analysis;

import dev.hotclub.model.finding.Evidence;
import dev.hotclub.model.finding.Finding;
import dev.hotclub.model.finding.FindingKind;
import dev.hotclub.model.finding.Fix;
import dev.hotclub.model.trace.Call;
import dev.hotclub.model.trace.Hashes;
import dev.hotclub.model.trace.Site;
import dev.hotclub.model.trace.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Calls of a cache or of another service, one for each row.
final class CallRepeats {
  /// A few keys are fetched one by one as often as in a loop.
  private static final int FEWEST_CACHE_CALLS = 5;

  private static final int FEWEST_HTTP_CALLS = 3;

  private record Key(String what, String to, String place) {}

  private final Unit unit;
  private final List<Span> spans;

  CallRepeats(Unit unit, List<Span> spans) {
    this.unit = unit;
    this.spans = spans;
  }

  List<Finding> findings() {
    Map<Key, List<Span>> caches = new LinkedHashMap<>();
    Map<Key, List<Span>> requests = new LinkedHashMap<>();
    for (Span span : spans) {
      String place = span.site().place() + span.site().function();
      if (span.call() instanceof Call.Cache cache && cache.operation().equals("get")) {
        caches
            .computeIfAbsent(new Key(cache.backend(), cache.key(), place), _ -> new ArrayList<>())
            .add(span);
      } else if (span.call() instanceof Call.Outgoing call) {
        Key key =
            new Key(call.method() + " " + call.host() + ":" + call.port(), call.path(), place);
        requests.computeIfAbsent(key, _ -> new ArrayList<>()).add(span);
      }
    }
    List<Finding> findings = new ArrayList<>();
    caches.forEach((key, calls) -> {
      if (calls.size() >= FEWEST_CACHE_CALLS && distinct(calls) * 2 > calls.size()) {
        findings.add(cache(key, calls));
      }
    });
    requests.forEach((key, calls) -> {
      if (calls.size() >= FEWEST_HTTP_CALLS
          && distinct(calls) * 2 > calls.size()
          && oneAfterAnother(calls)) {
        findings.add(http(key, calls));
      }
    });
    return findings;
  }

  private static long distinct(List<Span> calls) {
    return calls.stream()
        .map(span ->
            switch (span.call()) {
              case Call.Cache cache -> cache.keyHashes();
              case Call.Outgoing call -> call.keyHashes();
              case Call.Request _, Call.Query _, Call.Render _, Call.Middleware _, Call.Other _ ->
                  Hashes.NONE;
            })
        .distinct()
        .count();
  }

  /// Calls that run at the same time are a fan-out that somebody wanted.
  private static boolean oneAfterAnother(List<Span> calls) {
    int overlapping = 0;
    for (int i = 1; i < calls.size(); i++) {
      if (calls.get(i).startNanos() < calls.get(i - 1).endNanos()) {
        overlapping++;
      }
    }
    return overlapping * 2 < calls.size();
  }

  private static long sum(List<Span> calls) {
    return calls.stream().mapToLong(Span::nanos).sum();
  }

  private Finding cache(Key key, List<Span> calls) {
    long saved = sum(calls) - sum(calls) / calls.size();
    return finding(
        FindingKind.N_PLUS_ONE_CACHE,
        key,
        calls,
        "the cache is asked once per row: " + calls.size() + " × get " + key.to(),
        "ask for all keys at once: `cache.get_many(keys)`",
        "cache.get_many(keys)",
        saved);
  }

  private Finding http(Key key, List<Span> calls) {
    long longest = calls.stream().mapToLong(Span::nanos).max().orElse(0);
    return finding(
        FindingKind.N_PLUS_ONE_HTTP,
        key,
        calls,
        "another service is asked once per row: " + calls.size() + " × " + key.what() + key.to(),
        "ask for all of them in one request, if the service has an address for that; else at the same time (`asyncio.gather`, a thread pool)",
        "",
        sum(calls) - longest);
  }

  private Finding finding(
      FindingKind kind,
      Key key,
      List<Span> calls,
      String title,
      String change,
      String code,
      long saved) {
    Site site = calls.getFirst().site();
    Fix fix =
        new Fix(
            site,
            change,
            code,
            unit.queries(),
            unit.queries(),
            unit.span().nanos(),
            Math.max(0, unit.span().nanos() - saved),
            "");
    return unit.finding(
        kind,
        key.what() + key.to() + site.function(),
        title,
        Site.NOWHERE,
        key.to(),
        List.of(
            new Evidence(
                "calls",
                calls.size()
                    + " calls, one after another, "
                    + Unit.time((double) sum(calls) / calls.size())
                    + " each"),
            new Evidence("keys", distinct(calls) + " different keys"),
            new Evidence("site", "all of them from " + site.place())),
        List.of(fix),
        calls.size(),
        0,
        saved,
        calls);
  }
}
