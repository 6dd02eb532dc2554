package dev.hotclub.remote.cpython;

import java.util.Set;

/// A `PyTypeObject` as far as it says how to read its instances.
///
/// @param name `tp_name`: with the module for types made in C, without it for classes
/// @param ancestors names of what it inherits from
record TypeObject(long address, String name, long flags, long basicSize, Set<String> ancestors) {
  /// Bits of `tp_flags` (`Include/object.h`).
  private static final int HEAP = 9;

  private static final int LONG = 24;
  private static final int LIST = 25;
  private static final int TUPLE = 26;
  private static final int BYTES = 27;
  private static final int TEXT = 28;
  private static final int DICT = 29;
  private static final int EXCEPTION = 30;
  private static final int TYPE = 31;

  private boolean has(int bit) {
    return (flags >>> bit & 1) == 1;
  }

  boolean isInt() {
    return has(LONG);
  }

  boolean isList() {
    return has(LIST);
  }

  boolean isTuple() {
    return has(TUPLE);
  }

  boolean isBytes() {
    return has(BYTES);
  }

  boolean isText() {
    return has(TEXT);
  }

  boolean isDict() {
    return has(DICT);
  }

  boolean isException() {
    return has(EXCEPTION);
  }

  boolean isType() {
    return has(TYPE);
  }

  /// Made by a `class` statement, or in C like one.
  boolean isHeap() {
    return has(HEAP);
  }

  boolean is(String wanted) {
    return name.equals(wanted);
  }

  boolean inherits(String wanted) {
    return is(wanted) || ancestors.contains(wanted);
  }

  /// Without the module.
  String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
