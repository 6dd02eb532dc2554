package dev.hotclub.server.access;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Recognises callers: by a bearer token (programs, and the proxy inside a Django site), or by the
/// cookie that the login page gives for one.
public final class Access {
  /// Longer cannot be a token: it is not even hashed.
  private static final int LONGEST_SECRET = 512;

  private static final int LONGEST_USER = 150;

  private final List<Token> tokens;
  private final AuditLog audit;
  private final InstantSource clock;
  private final Sessions sessions;
  private final LoginLimit limit = new LoginLimit();

  /// How a login ended.
  public sealed interface Login {
    /// @param cookie for the session
    record Welcome(String cookie) implements Login {}

    record Wrong() implements Login {}

    /// @param retrySeconds after which it may be tried again
    record TooMany(int retrySeconds) implements Login {}
  }

  /// @param tokens without any, nobody sees anything
  public Access(List<Token> tokens, AuditLog audit, InstantSource clock) {
    this.tokens = List.copyOf(tokens);
    this.audit = audit;
    this.clock = clock;
    this.sessions = new Sessions(new SecureRandom());
  }

  /// Who has this `Authorization` header.
  ///
  /// @param header as it came; empty if there is none
  /// @param user whom a proxy names in `X-Hotclub-User`; only told, never believed to be more than
  ///   the token is
  public Optional<Caller> bearer(String header, String user) {
    if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Optional.empty();
    }
    return token(header.substring(7).strip())
        .map(token ->
            new Caller(
                user.isBlank() ? token.name() : token.name() + ": " + printable(user),
                token.role(),
                "",
                Caller.Way.BEARER));
  }

  /// Who has this session cookie.
  public Optional<Caller> session(String cookie) {
    return cookie.isEmpty() || cookie.length() > LONGEST_SECRET
        ? Optional.empty()
        : sessions.caller(cookie, clock.instant());
  }

  /// @param from address of the connection
  public Login login(String secret, String from) throws IOException {
    if (limit.exceeded(from, clock.instant())) {
      return new Login.TooMany(60);
    }
    Optional<Token> token = token(secret.strip());
    if (token.isEmpty()) {
      limit.failed(from, clock.instant());
      return new Login.Wrong();
    }
    audit.add(new AuditLog.Entry(clock.instant(), token.get().name(), from, "login", ""));
    return new Login.Welcome(sessions.start(token.get(), clock.instant()));
  }

  public void logout(String cookie) {
    sessions.end(cookie);
  }

  /// Whether a form came from one of our own pages.
  public boolean formIsOurs(Caller caller, String csrf) {
    return switch (caller.way()) {
      case NONE -> false;
      // no browser adds this header by itself
      case BEARER -> true;
      case COOKIE ->
          MessageDigest.isEqual(Token.hash(caller.csrf()), Token.hash(csrf))
              && !caller.csrf().isEmpty();
    };
  }

  /// Records what is about to be done.
  public void record(Caller caller, String from, String action, String what) throws IOException {
    audit.add(new AuditLog.Entry(clock.instant(), caller.name(), from, action, what));
  }

  public AuditLog audit() {
    return audit;
  }

  private Optional<Token> token(String secret) {
    if (secret.isEmpty() || secret.length() > LONGEST_SECRET) {
      return Optional.empty();
    }
    // all are compared, so that time tells nothing
    Token found = null;
    for (Token token : tokens) {
      found = token.matches(secret) ? token : found;
    }
    return Optional.ofNullable(found);
  }

  private static String printable(String user) {
    String line = user.strip().replaceAll("\\p{Cntrl}", "");
    return line.length() <= LONGEST_USER ? line : line.substring(0, LONGEST_USER);
  }
}
