package dev.hotclub.server.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts failed logins of an address, and of all addresses together, within a minute.
final class LoginLimit {
  /// A person who mistypes needs fewer; 10 a minute are 5 million a year against 2^64 tokens.
  static final int MOST_OF_ONE = 10;

  /// An attacker with many addresses gets no further than this.
  static final int MOST_OF_ALL = 100;

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_ADDRESSES = 10_000;

  private final Map<String, Integer> failures = new LinkedHashMap<>();
  private Instant began = Instant.EPOCH;
  private int all;

  synchronized boolean exceeded(String address, Instant now) {
    roll(now);
    return all >= MOST_OF_ALL || failures.getOrDefault(address, 0) >= MOST_OF_ONE;
  }

  synchronized void failed(String address, Instant now) {
    roll(now);
    all++;
    if (failures.size() < MOST_ADDRESSES || failures.containsKey(address)) {
      failures.merge(address, 1, Integer::sum);
    }
  }

  private void roll(Instant now) {
    if (Duration.between(began, now).compareTo(WINDOW) >= 0) {
      began = now;
      all = 0;
      failures.clear();
    }
  }
}
