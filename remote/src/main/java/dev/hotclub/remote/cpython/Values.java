package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.RemoteMemory;
import dev.hotclub.remote.memory.UnmappedAddress;
import java.lang.foreign.Arena;
import java.util.List;

/// Writes objects of another process as Python's `repr` would, without running any of its code:
/// what a class says of itself in `__repr__` is not asked. What cannot be read is `<unreadable>`.
final class Values {
  static final String UNREADABLE = "<unreadable>";

  private final Peek peek;
  private final int cellValue;
  private final TypeObjects types;
  private final List<ValueFamily> families;
  private final Instances instances;

  /// @param memory whose owner says when what it knows is forgotten
  Values(RemoteMemory memory, Layout layout, Arena arena) {
    this.peek = new Peek(memory, arena);
    this.cellValue = layout.offsets().at("cell.value");
    Dicts dicts = new Dicts(peek, layout);
    this.types = new TypeObjects(peek, layout, dicts);
    Strings strings = new Strings(peek, layout);
    Attributes attributes = new Attributes(peek, layout, types, dicts, strings);
    Numbers numbers = new Numbers(peek, layout);
    this.instances = new Instances(peek, layout, attributes, this);
    this.families =
        List.of(
            new EnumMembers(attributes, strings, this),
            numbers,
            new Texts(peek, layout, strings),
            new Sequences(peek, layout, types, strings, this),
            new Sets(peek, layout, this),
            new Moments(peek, layout, this),
            new Spans(peek, layout, this),
            new Decimals(peek, layout),
            new Uuids(attributes, numbers),
            new Mappings(peek, layout, dicts, this),
            new Definitions(peek, layout, types, dicts, strings),
            instances);
  }

  /// From here on everything is read anew.
  void forget() {
    types.forget();
  }

  /// Variables that inner functions use stand in cells. Empty if there is nothing in the cell.
  String textOfVariable(long object, ValueLimits limits) {
    try {
      if (!types.of(object).is("cell")) {
        return text(object, limits);
      }
      long inside = peek.word(object + cellValue);
      return inside == 0 ? "" : text(inside, limits);
    } catch (UnmappedAddress changed) {
      return UNREADABLE;
    }
  }

  String text(long object, ValueLimits limits) {
    ValueText out = new ValueText(limits);
    write(object, out);
    return out.finish();
  }

  /// Adds the items of a container, separated by commas.
  ///
  /// @param total how many there are
  /// @param items the first of them
  void writeAll(List<Long> items, long total, ValueText out) {
    String separator = "";
    for (long item : items) {
      if (out.full()) {
        return;
      }
      out.append(separator);
      write(item, out);
      separator = ", ";
    }
    writeRest(total - items.size(), out);
  }

  /// Says how many items are not shown, if there are any.
  static void writeRest(long more, ValueText out) {
    if (more > 0) {
      out.append(", … ").append(Long.toString(more)).append(" more");
    }
  }

  /// Adds a value to the text of the one that holds it.
  void write(long object, ValueText out) {
    int before = out.length();
    try {
      TypeObject type = types.of(object);
      for (ValueFamily family : families) {
        if (family.reads(type)) {
          family.write(object, type, out);
          return;
        }
      }
      instances.write(object, type, out);
    } catch (UnmappedAddress changed) {
      out.rollBack(before);
      out.append(UNREADABLE);
    }
  }
}
