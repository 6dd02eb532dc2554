package dev.hotclub.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.server.access.Access;
import dev.hotclub.server.access.AuditLog;
import dev.hotclub.server.access.Role;
import dev.hotclub.server.access.Token;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginLimitTest {
  private static final String SECRET = "a-token-of-the-tests";

  @Test
  void tenWrongTokensShutOneAddressOutForAMinute(@TempDir Path folder) throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
    Access access =
        new Access(
            List.of(Token.of("admin", Role.ADMIN, SECRET)),
            new AuditLog(folder.resolve("audit.jsonl")),
            now::get);
    for (int i = 0; i < 10; i++) {
      assertThat(access.login("guess-" + i, "10.0.0.1")).isInstanceOf(Access.Login.Wrong.class);
    }
    assertThat(access.login(SECRET, "10.0.0.1")).isInstanceOf(Access.Login.TooMany.class);
    assertThat(access.login(SECRET, "10.0.0.2")).isInstanceOf(Access.Login.Welcome.class);
    now.set(now.get().plusSeconds(61));
    assertThat(access.login(SECRET, "10.0.0.1")).isInstanceOf(Access.Login.Welcome.class);
  }

  @Test
  void aSessionEndsAfterTwelveHours(@TempDir Path folder) throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
    Access access =
        new Access(
            List.of(Token.of("admin", Role.ADMIN, SECRET)),
            new AuditLog(folder.resolve("audit.jsonl")),
            now::get);
    Access.Login.Welcome welcome = (Access.Login.Welcome) access.login(SECRET, "10.0.0.1");
    assertThat(access.session(welcome.cookie())).isPresent();
    now.set(now.get().plusSeconds(12 * 3600));
    assertThat(access.session(welcome.cookie())).isEmpty();
  }
}
