package dev.hotclub.e2e;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;

/// The same on PostgreSQL, where it is installed: rows come with `execute`, keys from sequences.
class PostgresScenariosTest extends ScenariosTest {
  private Postgres postgres;

  @Override
  String database() throws IOException {
    Assumptions.assumeTrue(Postgres.installed(), "PostgreSQL is not installed here");
    postgres = Postgres.start();
    return postgres.url();
  }

  @AfterAll
  void stop() throws IOException {
    if (postgres != null) {
      postgres.close();
    }
  }
}
