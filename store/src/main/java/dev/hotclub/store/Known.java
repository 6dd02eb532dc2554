package dev.hotclub.store;

import java.time.Instant;
import java.util.List;

/// What a page can filter by.
public record Known(
    List<String> services, List<String> environments, List<Release> releases, List<String> hosts) {
  /// A release of a service, newest first.
  public record Release(String service, String release, Instant firstSeen) {}
}
