package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The types of the objects of a process, read once until they are forgotten.
final class TypeObjects {
  /// Names of classes are far shorter; what is longer is damage.
  private static final int MOST_NAME = 256;

  private static final int PIECE = 32;

  /// Class hierarchies with more are not met.
  private static final int MOST_BASES = 64;

  private static final int MOST_TYPES = 10_000;
  private static final long MOST_BYTES = 1 << 24;

  /// Classes with more attributes are not met.
  private static final int MOST_ATTRIBUTES = 4096;

  private final Peek peek;
  private final Offsets at;
  private final Dicts dicts;
  private final Map<Long, TypeObject> known = new HashMap<>();

  TypeObjects(Peek peek, Layout layout, Dicts dicts) {
    this.peek = peek;
    this.at = layout.offsets();
    this.dicts = dicts;
  }

  void forget() {
    known.clear();
  }

  /// @throws UnmappedAddress if there is no object there
  TypeObject of(long object) throws UnmappedAddress {
    long address = peek.word(object + at.at("object.type"));
    TypeObject type = known.get(address);
    if (type == null) {
      type = read(address);
      if (known.size() == MOST_TYPES) {
        known.clear();
      }
      known.put(address, type);
    }
    return type;
  }

  /// @param address of the type itself
  /// @throws UnmappedAddress if it is no type
  TypeObject read(long address) throws UnmappedAddress {
    long meta = peek.word(address + at.at("object.type"));
    long basicSize = peek.word(address + at.at("type.basicSize"));
    TypeObject type =
        new TypeObject(
            address,
            name(peek.word(address + at.at("type.name"))),
            flags(address),
            basicSize,
            ancestors(address));
    boolean ofTypes = new TypeObject(meta, "", flags(meta), 0, Set.of()).isType();
    if (!ofTypes || type.name().isEmpty() || basicSize < 0 || basicSize > MOST_BYTES) {
      throw new UnmappedAddress(address, 0);
    }
    return type;
  }

  private long flags(long type) throws UnmappedAddress {
    return peek.word(type + at.at("type.flags"));
  }

  private Set<String> ancestors(long type) throws UnmappedAddress {
    Set<String> names = new HashSet<>();
    for (long base : resolutionOrder(type)) {
      if (base != type) {
        names.add(name(peek.word(base + at.at("type.name"))));
      }
    }
    return names;
  }

  /// A text that ends in a zero, and may end where its page does.
  private String name(long address) throws UnmappedAddress {
    byte[] bytes = new byte[MOST_NAME];
    int length = 0;
    while (length < MOST_NAME) {
      int step = (int) Math.min(MOST_NAME - length, PIECE - (address + length & (PIECE - 1)));
      byte[] piece = peek.bytes(address + length, step);
      for (byte b : piece) {
        if (b == 0) {
          return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
        bytes[length++] = b;
      }
    }
    throw new UnmappedAddress(address, 0);
  }

  /// What a class has under a name, its own or inherited; 0 if it has nothing.
  long lookUp(TypeObject type, String name) throws UnmappedAddress {
    for (long base : resolutionOrder(type.address())) {
      long dict = dict(base);
      long value = dict == 0 ? 0 : dicts.value(dict, name, MOST_ATTRIBUTES);
      if (value != 0) {
        return value;
      }
    }
    return 0;
  }

  /// What a class has of its own under a name; 0 if it has nothing.
  long own(TypeObject type, String name) throws UnmappedAddress {
    long dict = dict(type.address());
    return dict == 0 ? 0 : dicts.value(dict, name, MOST_ATTRIBUTES);
  }

  /// What a class defines itself; empty for types made in C that keep it elsewhere.
  List<Dicts.Item> definitions(long type) throws UnmappedAddress {
    long dict = dict(type);
    return dict == 0 ? List.of() : dicts.items(dict, MOST_ATTRIBUTES);
  }

  private long dict(long type) throws UnmappedAddress {
    return peek.word(type + at.at("type.dict"));
  }

  /// The type and the types it inherits from, in the order of look-up.
  List<Long> resolutionOrder(long type) throws UnmappedAddress {
    long tuple = peek.word(type + at.at("type.mro"));
    if (tuple == 0) {
      return List.of();
    }
    long count = peek.word(tuple + at.at("object.size"));
    List<Long> order = new ArrayList<>();
    for (long i = 0; i < count && i < MOST_BASES; i++) {
      order.add(peek.word(tuple + at.at("tuple.items") + 8 * i));
    }
    return order;
  }
}
