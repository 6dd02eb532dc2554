package dev.hotclub.server.ingest;

import dev.hotclub.store.Filter;
import dev.hotclub.store.Range;
import dev.hotclub.store.Store;
import dev.hotclub.store.UnitQuery;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Services whose requests are known from spans: what they say in histograms is the same again.
final class TracedServices {
  private static final int MOST = 10_000;

  /// A site that sends spans has had a request within a day.
  private static final Duration RECENT = Duration.ofDays(1);

  private final Set<String> names = ConcurrentHashMap.newKeySet();

  TracedServices(Store store, Instant now) throws IOException {
    for (String service : store.known().services()) {
      Filter filter = new Filter(service, "", "", "");
      UnitQuery latest =
          UnitQuery.recent(new Range(now.minus(RECENT), now.plus(RECENT)), filter)
              .by(UnitQuery.Order.RECENT, 1);
      if (!store.units(latest).isEmpty()) {
        add(service);
      }
    }
  }

  void add(String service) {
    if (names.size() < MOST) {
      names.add(service);
    }
  }

  boolean has(String service) {
    return names.contains(service);
  }
}
