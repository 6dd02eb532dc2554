package dev.hotclub.server.pages;

import dev.hotclub.analysis.SqlShapes;
import dev.hotclub.server.access.Access;
import dev.hotclub.server.access.AuditLog;
import dev.hotclub.server.access.Role;
import dev.hotclub.server.access.Token;
import dev.hotclub.server.api.Metric;
import dev.hotclub.server.api.StoreRoutes;
import dev.hotclub.store.Store;
import dev.hotclub.store.StoreSettings;
import dev.hotclub.store.duckdb.DuckDbStore;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// The pages on a port of their own, over a store that holds the shop's traffic, or nothing.
public final class ShopServer implements AutoCloseable {
  static final String ADMIN = "an-admin-token-of-the-tests";
  static final String READER = "a-reader-token-of-the-tests";

  private final Store store;
  private final WebServer server;
  private final Pages pages;
  private final Access access;

  private ShopServer(Path folder) throws IOException {
    store = DuckDbStore.open(folder.resolve("shop.duckdb"), StoreSettings.DEFAULT);
    access =
        new Access(
            List.of(Token.of("admin", Role.ADMIN, ADMIN), Token.of("reader", Role.READ, READER)),
            new AuditLog(folder.resolve("audit.jsonl")),
            Clock.systemUTC());
    pages =
        new Pages(
            store,
            access,
            new SqlShapes()::of,
            () -> List.of(Metric.counter("hotclub_spans_total", "Spans taken in.", 3)),
            Clock.systemUTC(),
            new StoreRoutes(store, access, folder.resolve("exports")).routes());
    server =
        WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(0)
            .shutdownHook(false)
            .routing(pages::register)
            .build()
            .start();
  }

  static ShopServer empty(Path folder) throws IOException {
    return new ShopServer(folder);
  }

  static ShopServer filled(Path folder) throws IOException {
    ShopServer server = new ShopServer(folder);
    Shop.fill(server.store, Instant.now());
    return server;
  }

  int port() {
    return server.port();
  }

  Pages pages() {
    return pages;
  }

  Access access() {
    return access;
  }

  @Override
  public void close() throws IOException {
    server.stop();
    store.close();
  }

  /// For the browser's tests: says where the two are, and runs until its input ends.
  public static void main(String[] folders) throws IOException {
    Path folder = Path.of(folders[0]);
    try (ShopServer filled = filled(Files.createDirectories(folder.resolve("filled")));
        ShopServer empty = empty(Files.createDirectories(folder.resolve("empty")))) {
      System.out.println(filled.port() + " " + empty.port() + " " + ADMIN + " " + READER);
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    System.exit(0);
  }
}
