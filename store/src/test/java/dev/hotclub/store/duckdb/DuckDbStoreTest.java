package dev.hotclub.store.duckdb;

import dev.hotclub.store.Store;
import dev.hotclub.store.StoreContract;
import dev.hotclub.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;

class DuckDbStoreTest extends StoreContract {
  @Override
  protected Store open(Path folder) throws IOException {
    return DuckDbStore.open(folder.resolve("hotclub.duckdb"), StoreSettings.DEFAULT);
  }
}
