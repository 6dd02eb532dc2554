/// The store in one DuckDB file.
@org.jspecify.annotations.NullMarked
package dev.hotclub.store.duckdb;
