package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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

  /// Entries are read in pieces of so many, of at most so many: a dict from which items were
  /// removed has empty ones.
  private static final int PIECE = 256;

  private static final int MOST_ENTRIES = 1 << 18;

  /// Instances share at most 30 keys (`SHARED_KEYS_MAX_SIZE`); before 3.11 more.
  private static final int MOST_SHARED = 1024;

  private static final int MOST_OBJECT_BYTES = 1 << 20;

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
    Table table = new Table(keys + (packed ? 32 : 40) + indexBytes, hashed ? 24 : 16);
    int count = (int) Math.min(used, MOST_ENTRIES);
    return splitValues == 0
        ? items(table, count, most)
        : splitItems(table, count, splitValues, most);
  }

  /// Keys that instances share, each with values of its own. Which keys an instance has, and in
  /// which order it got them, stands from 3.11 on beside the values: until 3.12 in front of them,
  /// counted backwards (size of this, number of keys, then the indices), from 3.13 on behind them.
  private List<Item> splitItems(Table table, int count, long splitValues, int most)
      throws UnmappedAddress {
    int shared = Math.min(count, MOST_SHARED);
    ByteBuffer entries = bytes(table.start, shared * table.width);
    ByteBuffer values = bytes(splitValues, shared * 8);
    List<Item> items = new ArrayList<>();
    for (int i : order(shared, splitValues)) {
      if (i < shared && values.getLong(i * 8) != 0 && items.size() < most) {
        items.add(
            new Item(entries.getLong(i * table.width + table.width - 16), values.getLong(i * 8)));
      }
    }
    return items;
  }

  private int[] order(int shared, long splitValues) throws UnmappedAddress {
    if (!layout.version().atLeast(3, 11)) {
      return IntStream.range(0, shared).toArray();
    }
    boolean behind = layout.version().atLeast(3, 13);
    int known = peek.octet(behind ? splitValues - 7 : splitValues - 2);
    int[] order = new int[known];
    if (behind) {
      int capacity = peek.octet(splitValues - 8);
      byte[] indices = peek.bytes(splitValues + 8L * capacity, known);
      Arrays.setAll(order, i -> indices[i] & 0xFF);
    } else {
      byte[] indices = peek.bytes(splitValues - 2 - known, known);
      Arrays.setAll(order, i -> indices[known - 1 - i] & 0xFF);
    }
    return order;
  }

  /// The entries of a dict's keys.
  ///
  /// @param width bytes of an entry: key and value, with a hash before them if it is 24
  private record Table(long start, int width) {}

  private List<Item> items(Table table, int count, int most) throws UnmappedAddress {
    int width = table.width;
    List<Item> items = new ArrayList<>();
    for (int from = 0; from < count && items.size() < most; from += PIECE) {
      int piece = Math.min(PIECE, count - from);
      ByteBuffer entries = bytes(table.start + (long) from * width, piece * width);
      for (int i = 0; i < piece && items.size() < most; i++) {
        long key = entries.getLong(i * width + width - 16);
        long value = entries.getLong(i * width + width - 8);
        if (key != 0 && value != 0) {
          items.add(new Item(key, value));
        }
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
    if (offset < 0) {
      offset += variableSize(object, type);
    }
    if (offset <= 0 || offset > MOST_OBJECT_BYTES) {
      return List.of();
    }
    long dict = peek.word(object + offset);
    return dict == 0 ? List.of() : items(dict, most);
  }

  /// Bytes of an object with items of its own, such as an `int`: a negative offset counts from its
  /// end (`_PyObject_GetDictPtr`).
  private long variableSize(long object, long type) throws UnmappedAddress {
    long basicSize = peek.word(type + layout.offsets().at("type.basicSize"));
    long itemSize = peek.word(type + layout.offsets().at("type.itemSize"));
    long items = Math.abs(peek.word(object + layout.offsets().at("object.size")));
    if (itemSize < 0 || itemSize > 1 << 16 || items < 0 || items > MOST_OBJECT_BYTES) {
      return 0;
    }
    return basicSize + items * itemSize + 7 & -8;
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
