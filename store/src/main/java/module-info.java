/// What was measured and concluded, kept on disk: one narrow door, and the engines behind it.
@SuppressWarnings("requires-automatic")
@org.jspecify.annotations.NullMarked
module dev.hotclub.store {
  requires static transitive org.jspecify;
  requires transitive dev.hotclub.model;
  requires java.sql;
  requires duckdb.jdbc;

  exports dev.hotclub.store;
  exports dev.hotclub.store.duckdb;
}
