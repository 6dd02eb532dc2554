package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.util.ArrayList;
import java.util.List;

/// `list`, `tuple`, `deque`, `range` and what inherits from them, named tuples with their names.
final class Sequences implements ValueFamily {
  /// `BLOCKLEN` (`Modules/_collectionsmodule.c`).
  private static final int DEQUE_BLOCK = 64;

  private final Peek peek;
  private final Offsets at;
  private final int header;
  private final TypeObjects types;
  private final Strings strings;
  private final Values values;

  Sequences(Peek peek, Layout layout, TypeObjects types, Strings strings, Values values) {
    this.peek = peek;
    this.at = layout.offsets();
    this.header = layout.header();
    this.types = types;
    this.strings = strings;
    this.values = values;
  }

  @Override
  public boolean reads(TypeObject type) {
    return type.isList() || type.isTuple() || type.is("range") || type.is("collections.deque");
  }

  @Override
  public void write(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    if (type.is("range")) {
      range(object, out);
    } else if (type.isList()) {
      list(object, type, out);
    } else if (type.isTuple()) {
      tuple(object, type, out);
    } else {
      deque(object, out);
    }
  }

  private long size(long object) throws UnmappedAddress {
    return Math.max(0, peek.word(object + at.at("object.size")));
  }

  private List<Long> pointers(long from, long size, ValueText out) throws UnmappedAddress {
    List<Long> pointers = new ArrayList<>();
    for (long i = 0; i < Math.min(size, out.limits().items()); i++) {
      pointers.add(peek.word(from + 8 * i));
    }
    return pointers;
  }

  private void list(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    boolean plain = type.is("list");
    out.append(plain ? "[" : type.simpleName() + "([");
    ValueText.Entrance entrance = out.enter(object);
    if (entrance == ValueText.Entrance.OPEN) {
      long size = size(object);
      long start = size == 0 ? 0 : peek.word(object + at.at("list.items"));
      values.writeAll(pointers(start, size, out), size, out);
      out.leave(object);
    } else {
      out.append(entrance.instead());
    }
    out.append(plain ? "]" : "])");
  }

  private void tuple(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    boolean plain = type.is("tuple");
    out.append(plain ? "(" : type.simpleName() + "(");
    long size = size(object);
    ValueText.Entrance entrance = out.enter(object);
    if (entrance == ValueText.Entrance.OPEN) {
      List<Long> items = pointers(object + at.at("tuple.items"), size, out);
      List<String> names = plain ? List.of() : fields(type);
      if (names.isEmpty()) {
        values.writeAll(items, size, out);
      } else {
        named(names, items, out);
      }
      out.leave(object);
    } else {
      out.append(entrance.instead());
    }
    boolean alone = plain && size == 1 && entrance == ValueText.Entrance.OPEN;
    out.append(alone ? ",)" : ")");
  }

  private void named(List<String> names, List<Long> items, ValueText out) {
    for (int i = 0; i < items.size() && !out.full(); i++) {
      out.append(i == 0 ? "" : ", ");
      out.append(i < names.size() ? names.get(i) + "=" : "");
      values.write(items.get(i), out);
    }
  }

  /// What `collections.namedtuple` keeps in the class.
  private List<String> fields(TypeObject type) throws UnmappedAddress {
    long fields = types.lookUp(type, "_fields");
    if (fields == 0 || !types.of(fields).isTuple()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    long size = Math.min(size(fields), 256);
    for (int i = 0; i < size; i++) {
      names.add(strings.read(peek.word(fields + at.at("tuple.items") + 8L * i), 256));
    }
    return names;
  }

  /// `rangeobject`: start, stop, step, length, all objects.
  private void range(long object, ValueText out) throws UnmappedAddress {
    out.append("range(");
    values.write(peek.word(object + header), out);
    out.append(", ");
    values.write(peek.word(object + header + 8), out);
    int before = out.length();
    out.append(", ");
    values.write(peek.word(object + header + 16), out);
    if (out.since(before).equals(", 1")) {
      out.rollBack(before);
    }
    out.append(")");
  }

  /// `dequeobject`: size, first block, last block, index in the first; a block is a link, 64 items
  /// and a link.
  private void deque(long object, ValueText out) throws UnmappedAddress {
    long size = size(object);
    long block = peek.word(object + header + 8);
    long index = peek.word(object + header + 24);
    List<Long> items = new ArrayList<>();
    out.append("deque([");
    ValueText.Entrance entrance = out.enter(object);
    if (entrance == ValueText.Entrance.OPEN) {
      for (long i = 0; i < Math.min(size, out.limits().items()); i++) {
        if (index >= DEQUE_BLOCK) {
          block = peek.word(block + 8 + 8 * DEQUE_BLOCK);
          index = 0;
        }
        items.add(peek.word(block + 8 + 8 * index++));
      }
      values.writeAll(items, size, out);
      out.leave(object);
    } else {
      out.append(entrance.instead());
    }
    out.append("])");
  }
}
