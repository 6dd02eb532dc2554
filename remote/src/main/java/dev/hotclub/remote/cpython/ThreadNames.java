package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.util.HashMap;
import java.util.Map;

/// The names that the `threading` module gives to threads:
/// `sys.modules['threading']._active[ident]._name`.
final class ThreadNames {
  private static final int MOST_MODULES = 20_000;
  private static final int MOST_GLOBALS = 1_000;
  private static final int MOST_THREADS = 32_768;
  private static final int MOST_ATTRIBUTES = 64;
  private static final int MOST_NAME = 256;

  /// `md_dict` in `PyModuleObject`, behind the object's head (`Objects/moduleobject.c`).
  private final int moduleDict;

  private final Peek peek;
  private final Layout layout;
  private final Dicts dicts;
  private final Strings strings;
  private long active;

  ThreadNames(Peek peek, Layout layout) {
    this.peek = peek;
    this.layout = layout;
    this.dicts = new Dicts(peek, layout);
    this.strings = new Strings(peek, layout);
    this.moduleDict = layout.header();
  }

  /// By `threading.get_ident()`; what cannot be read is left out.
  ///
  /// @param interpreter address of the main interpreter's state
  Map<Long, String> read(long interpreter) {
    Map<Long, String> names = new HashMap<>();
    try {
      if (active == 0) {
        active = find(interpreter);
      }
      if (active == 0) {
        return names;
      }
      for (Dicts.Item item : dicts.items(active, MOST_THREADS)) {
        add(item, names);
      }
    } catch (UnmappedAddress changed) {
      active = 0;
    }
    return names;
  }

  private long find(long interpreter) throws UnmappedAddress {
    long modules = peek.word(interpreter + layout.interpreter().modules());
    long threading = modules == 0 ? 0 : dicts.value(modules, "threading", MOST_MODULES);
    long globals = threading == 0 ? 0 : peek.word(threading + moduleDict);
    return globals == 0 ? 0 : dicts.value(globals, "_active", MOST_GLOBALS);
  }

  private void add(Dicts.Item item, Map<Long, String> names) {
    try {
      Long name = dicts.attributes(item.value(), MOST_ATTRIBUTES).get("_name");
      if (name != null) {
        names.put(unsigned(item.key()), strings.read(name, MOST_NAME));
      }
    } catch (UnmappedAddress ended) {
      // the thread ended while we read
    }
  }

  /// A positive `int` of up to 63 bits: digits of 30 bits, their number in the size until 3.11 and
  /// in the tag after (`Include/cpython/longintrepr.h`).
  private long unsigned(long object) throws UnmappedAddress {
    Offsets at = layout.offsets();
    long digits =
        at.has("int.tag") ? peek.word(object + at.at("int.tag")) >>> 3 : peek.word(object + 16);
    long value = 0;
    for (int i = 0; i < Math.min(digits, 3); i++) {
      value |= (peek.half(object + at.at("int.digits") + 4L * i) & 0x3FFFFFFFL) << (30 * i);
    }
    return value;
  }
}
