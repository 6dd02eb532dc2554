package dev.hotclub.remote.cpython;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where a version of CPython keeps its fields, by name: `code.fileName` → 112.
///
/// Before 3.13 from a table made of the version's headers. From 3.13 on from `_Py_DebugOffsets`, a
/// list of numbers at the start of the target's `_PyRuntime` that carries neither names nor
/// lengths, so the names in their order stand in `debug-offsets-3.x` (source:
/// `Include/internal/pycore_debug_offsets.h`).
final class Offsets {
  /// Bytes of `_Py_DebugOffsets` that are read: more than any version has.
  static final int DEBUG_BYTES = 1024;

  /// Fields that no structure of CPython could hold this far in are damage; the thread list of an
  /// interpreter lies 7 KB in, the GIL 96 KB.
  private static final long FARTHEST = 4 << 20;

  private final Map<String, Integer> values;

  private Offsets(Map<String, Integer> values) {
    this.values = values;
  }

  /// From the table of a version before 3.13.
  static Offsets ofTable(PythonVersion version) {
    Map<String, Integer> values = new HashMap<>();
    for (String line : lines("offsets-3." + version.minor())) {
      int space = line.indexOf(' ');
      values.put(line.substring(0, space), Integer.parseInt(line.substring(space + 1)));
    }
    return new Offsets(values);
  }

  /// From the target's own list; empty if what it says cannot be.
  ///
  /// @param debug the first `DEBUG_BYTES` of `_PyRuntime`, little-endian
  static Optional<Offsets> ofDebug(PythonVersion version, ByteBuffer debug) {
    Map<String, Integer> values = new HashMap<>();
    int at = 24; // cookie, version, free_threaded
    for (String name : lines("debug-offsets-3." + version.minor())) {
      long value = debug.getLong(at);
      at += Long.BYTES;
      if (value < 0 || value > FARTHEST) {
        return Optional.empty();
      }
      values.put(name, (int) value);
    }
    derive(values);
    return Optional.of(new Offsets(values));
  }

  /// Fields that the target does not list, by the listed field they stand beside: the same order in
  /// all versions that have the list (`Include/cpython/code.h`, `object.h`, `setobject.h`,
  /// `dictobject.h`, `cellobject.h`).
  private static void derive(Map<String, Integer> values) {
    beside(values, "code.flags", "code.argumentCount", -4);
    beside(values, "code.keywordOnlyCount", "code.argumentCount", 8);
    beside(values, "type.basicSize", "type.name", 8);
    beside(values, "type.itemSize", "type.name", 16);
    beside(values, "type.dict", "type.name", 240);
    beside(values, "type.dictOffset", "type.name", 264);
    beside(values, "type.mro", "type.name", 320);
    beside(values, "type.heapCachedKeys", "type_object.size", 464);
    beside(values, "set.used", "object.bytes", 8);
    beside(values, "set.mask", "object.bytes", 16);
    beside(values, "set.table", "object.bytes", 24);
    beside(values, "dict.used", "object.bytes", 0);
    beside(values, "cell.value", "object.bytes", 0);
  }

  private static void beside(
      Map<String, Integer> values, String name, String listed, int distance) {
    values.putIfAbsent(name, values.getOrDefault(listed, -distance) + distance);
  }

  private static Iterable<String> lines(String name) {
    InputStream table = Offsets.class.getResourceAsStream(name);
    if (table == null) {
      throw new IllegalStateException("no table " + name);
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(table, StandardCharsets.US_ASCII))) {
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// -1 where the version has no such field.
  int at(String name) {
    return values.getOrDefault(name, -1);
  }

  boolean has(String name) {
    return at(name) >= 0;
  }
}
