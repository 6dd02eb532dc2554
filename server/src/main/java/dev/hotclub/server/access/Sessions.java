package dev.hotclub.server.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Who is logged in. Kept in memory only, by the hash of the cookie: a restart logs everybody out.
final class Sessions {
  /// A working day and some: whoever leaves a browser open is asked again the next morning.
  static final Duration LONGEST = Duration.ofHours(12);

  private static final int MOST = 10_000;

  private final SecureRandom random;
  private final LinkedHashMap<String, Session> open = new LinkedHashMap<>();

  private record Session(Token token, String csrf, Instant end) {}

  Sessions(SecureRandom random) {
    this.random = random;
  }

  /// @return what the cookie holds
  synchronized String start(Token token, Instant now) {
    open.values().removeIf(session -> !session.end().isAfter(now));
    if (open.size() >= MOST) {
      open.remove(open.firstEntry().getKey());
    }
    String cookie = Token.random(random);
    open.put(key(cookie), new Session(token, Token.random(random), now.plus(LONGEST)));
    return cookie;
  }

  synchronized Optional<Caller> caller(String cookie, Instant now) {
    return Optional.ofNullable(open.get(key(cookie)))
        .filter(session -> session.end().isAfter(now))
        .map(session ->
            new Caller(
                session.token().name(), session.token().role(), session.csrf(), Caller.Way.COOKIE));
  }

  synchronized void end(String cookie) {
    open.remove(key(cookie));
  }

  private static String key(String cookie) {
    return HexFormat.of().formatHex(Token.hash(cookie));
  }
}
