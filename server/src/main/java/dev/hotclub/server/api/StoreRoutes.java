package dev.hotclub.server.api;

import dev.hotclub.server.access.Access;
import dev.hotclub.server.access.Answer;
import dev.hotclub.server.access.Ask;
import dev.hotclub.server.access.Role;
import dev.hotclub.server.access.Route;
import dev.hotclub.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What an administrator does with the store of a running server; one process opens the file.
public final class StoreRoutes {
  private final Store store;
  private final Access access;
  private final Path exports;

  /// Where an export was written to.
  public record Exported(String folder) {}

  /// @param exports folder in which exports get folders of their own
  public StoreRoutes(Store store, Access access, Path exports) {
    this.store = store;
    this.access = access;
    this.exports = exports;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/store", Role.READ, _ -> Answer.json(200, Json.of(store.stats()))),
        Route.post("/api/v1/store/vacuum", Role.ADMIN, this::vacuum),
        Route.post("/api/v1/store/export", Role.ADMIN, this::export));
  }

  private Answer vacuum(Ask ask) throws IOException {
    access.record(ask.caller(), ask.from(), "vacuum", "");
    store.vacuum();
    return Answer.json(200, Json.of(store.stats()));
  }

  /// Its folder is named by the caller and stands beside the store: a token for pages is none for
  /// the file system.
  private Answer export(Ask ask) throws IOException {
    String name = ask.form("name");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException(
          "name is a folder's name of letters, digits, dots, dashes and underscores");
    }
    Path folder = exports.resolve(name);
    if (Files.exists(folder)) {
      throw new IllegalArgumentException("there is an export " + name + " already");
    }
    access.record(ask.caller(), ask.from(), "export", folder.toString());
    Files.createDirectories(exports);
    store.export(folder);
    return Answer.json(200, Json.of(new Exported(folder.toAbsolutePath().toString())));
  }
}
