package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `dict` objects and what objects keep in place of one.
///
/// Three layouts of the keys (`Objects/dict-common.h`, `Include/internal/pycore_dict.h`): until
/// 3.10 entries of hash, key and value behind a table of indices; from 3.11 on sizes as logarithms,
/// and entries without hash where every key is a `str`; and "split" ones, whose values lie with
/// each instance. The table changes while we read it: what does not fit is left out.
final class Dicts {
  /// An item of a dict: addresses of the key and the value.
  record Item(long key, long value) {}

  private static final int HEAP_TYPE = 1 << 9;
  private static final int MANAGED_DICT = 1 << 4;
  private static final int INLINE_VALUES = 1 << 2;
  private static final int GENERAL = 0;

  private final Peek peek;
  private final Layout layout;
  private final Strings strings;

  Dicts(Peek peek, Layout layout) {
    this.peek = peek;
    this.layout = layout;
    this.strings = new Strings(peek, layout);
  }

  /// The first `most` items, in order of insertion.
  List<Item> items(long dict, int most) throws UnmappedAddress {
    long keys = peek.word(dict + layout.offsets().at("dict.keys"));
    long values = peek.word(dict + layout.offsets().at("dict.values"));
    return items(keys, values == 0 ? 0 : values + valuesStart(), most);
  }

  /// Bytes in front of the first value of a split table's values: 3.13 put their sizes there.
  private int valuesStart() {
    return layout.version().atLeast(3, 13) ? 8 : 0;
  }

  private List<Item> items(long keys, long splitValues, int most) throws UnmappedAddress {
    boolean packed = layout.version().atLeast(3, 11);
    ByteBuffer head = bytes(keys, packed ? 32 : 40);
    long size = packed ? 1L << (head.get(8) & 63) : head.getLong(8);
    long used = packed ? head.getLong(24) : head.getLong(32);
    if (size <= 0 || size > 1L << 40 || used < 0 || used > size) {
      return List.of();
    }
    long indexBytes = packed ? 1L << (head.get(9) & 63) : size * indexWidth(size);
    boolean hashed = !packed || head.get(10) == GENERAL;
    int width = hashed ? 24 : 16;
    int count = (int) Math.min(used, most);
    long start = keys + (packed ? 32 : 40) + indexBytes;
    ByteBuffer entries = bytes(start, count * width);
    ByteBuffer values = splitValues == 0 ? entries : bytes(splitValues, count * 8);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long key = entries.getLong(i * width + (hashed ? 8 : 0));
      long value =
          splitValues == 0 ? entries.getLong(i * width + (hashed ? 16 : 8)) : values.getLong(i * 8);
      if (key != 0 && value != 0) {
        items.add(new Item(key, value));
      }
    }
    return items;
  }

  private static int indexWidth(long size) {
    return size <= 0xFF ? 1 : size <= 0xFFFF ? 2 : size <= 0xFFFFFFFFL ? 4 : 8;
  }

  /// The value of a `str` key among the first `most` items; 0 if it is not there.
  long value(long dict, String key, int most) throws UnmappedAddress {
    for (Item item : items(dict, most)) {
      if (isText(item.key(), key)) {
        return item.value();
      }
    }
    return 0;
  }

  private boolean isText(long key, String wanted) {
    try {
      return peek.word(key + layout.offsets().at("string.length")) == wanted.length()
          && strings.read(key, wanted.length()).equals(wanted);
    } catch (UnmappedAddress noString) {
      return false;
    }
  }

  /// An object's own attributes, in order of assignment; empty where it has none.
  Map<String, Long> attributes(long object, int most) throws UnmappedAddress {
    Map<String, Long> attributes = new LinkedHashMap<>();
    for (Item item : attributeItems(object, most)) {
      try {
        attributes.put(strings.read(item.key(), 256), item.value());
      } catch (UnmappedAddress noString) {
        // an instance's dict may have keys that are no attributes
      }
    }
    return attributes;
  }

  private List<Item> attributeItems(long object, int most) throws UnmappedAddress {
    Offsets at = layout.offsets();
    long type = peek.word(object + at.at("object.type"));
    long flags = peek.word(type + at.at("type.flags"));
    if (layout.version().atLeast(3, 11) && (flags & MANAGED_DICT) != 0) {
      return managed(object, type, flags, most);
    }
    long offset = peek.word(type + dictOffset());
    if (offset <= 0 || offset > 1 << 20) {
      return List.of();
    }
    long dict = peek.word(object + offset);
    return dict == 0 ? List.of() : items(dict, most);
  }

  private int dictOffset() {
    return layout.offsets().at("type.name") + 264;
  }

  /// From 3.11 on an instance has no dict until somebody asks for it (`Objects/dictobject.c`,
  /// `Include/internal/pycore_object.h`).
  private List<Item> managed(long object, long type, long flags, int most) throws UnmappedAddress {
    int minor = layout.version().minor();
    if (minor == 11) {
      long values = peek.word(object - 32);
      return values != 0
          ? items(cachedKeys(type), values, most)
          : whole(peek.word(object - 24), most);
    }
    if (minor == 12) {
      long either = peek.word(object - 24);
      return (either & 1) == 1 ? items(cachedKeys(type), either + 1, most) : whole(either, most);
    }
    long dict = peek.word(object - (layout.version().freeThreaded() ? 8 : 24));
    if (dict != 0 || (flags & INLINE_VALUES) == 0) {
      return whole(dict, most);
    }
    long basicSize = peek.word(type + layout.offsets().at("type.name") + 8);
    return basicSize <= 0 || basicSize > 1 << 20
        ? List.of()
        : items(cachedKeys(type), object + basicSize + 8, most);
  }

  private List<Item> whole(long dict, int most) throws UnmappedAddress {
    return dict == 0 ? List.of() : items(dict, most);
  }

  private long cachedKeys(long type) throws UnmappedAddress {
    long flags = peek.word(type + layout.offsets().at("type.flags"));
    int at = layout.offsets().at("type.heapCachedKeys");
    if ((flags & HEAP_TYPE) == 0 || at < 0) {
      throw new UnmappedAddress(type, 0);
    }
    long keys = peek.word(type + at);
    if (keys == 0) {
      throw new UnmappedAddress(type, 0);
    }
    return keys;
  }

  private ByteBuffer bytes(long address, int length) throws UnmappedAddress {
    return ByteBuffer.wrap(peek.bytes(address, length)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
