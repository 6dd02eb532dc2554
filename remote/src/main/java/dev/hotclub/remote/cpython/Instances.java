package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Whatever has no family of its own: type, address and attributes, exceptions with their
/// arguments.
final class Instances implements ValueFamily {
  private static final int MOST_NAME = 256;

  /// In `struct PyMemberDef`: an object that may be absent (`Include/structmember.h`).
  private static final int OBJECT_MEMBER = 16;

  private final Peek peek;
  private final int header;
  private final TypeObjects types;
  private final Dicts dicts;
  private final Strings strings;
  private final Values values;

  Instances(
      Peek peek, Layout layout, TypeObjects types, Dicts dicts, Strings strings, Values values) {
    this.peek = peek;
    this.header = layout.header();
    this.types = types;
    this.dicts = dicts;
    this.strings = strings;
    this.values = values;
  }

  /// ` at 0x7f…`, as Python writes it.
  static String at(long object) {
    return " at 0x" + Long.toHexString(object);
  }

  @Override
  public boolean reads(TypeObject type) {
    return true;
  }

  @Override
  public void write(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    if (type.isException()) {
      exception(object, type, out);
      return;
    }
    out.append("<").append(type.isHeap() ? type.simpleName() : type.name()).append(at(object));
    if (type.isHeap()) {
      attributes(object, type, out);
    }
    out.append(">");
  }

  /// `PyBaseExceptionObject`: attributes, then the tuple of arguments.
  private void exception(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    out.append(type.simpleName());
    int before = out.length();
    values.write(peek.word(object + header + 8), out);
    if (out.since(before).endsWith(",)")) {
      out.rollBack(out.length() - 2);
      out.append(")");
    }
  }

  private void attributes(long object, TypeObject type, ValueText out) {
    if (out.enter(object) != ValueText.Entrance.OPEN) {
      return;
    }
    Map<String, Long> attributes = new LinkedHashMap<>();
    try {
      slots(object, type, out.limits().items(), attributes);
      attributes.putAll(dicts.attributes(object, out.limits().items()));
    } catch (UnmappedAddress unreadable) {
      // the object is there: what was found of it is shown
    }
    String separator = ": ";
    for (Map.Entry<String, Long> attribute : attributes.entrySet()) {
      if (out.full()) {
        break;
      }
      out.append(separator).append(attribute.getKey()).append("=");
      values.write(attribute.getValue(), out);
      separator = ", ";
    }
    out.leave(object);
  }

  /// What `__slots__` made: descriptors in the class that say where in the object the value is
  /// (`PyMemberDescrObject`: class, name, qualified name, member; `PyMemberDef`: name, type,
  /// offset).
  private void slots(long object, TypeObject type, int most, Map<String, Long> attributes)
      throws UnmappedAddress {
    for (long base : types.resolutionOrder(type.address())) {
      for (Dicts.Item item :
          types.read(base).isHeap() ? types.definitions(base) : List.<Dicts.Item>of()) {
        if (attributes.size() < most && types.of(item.value()).is("member_descriptor")) {
          long member = peek.word(item.value() + header + 24);
          long offset = peek.word(member + 16);
          boolean inside = offset >= header && offset + 8 <= type.basicSize();
          long value =
              inside && peek.half(member + 8) == OBJECT_MEMBER ? peek.word(object + offset) : 0;
          if (value != 0) {
            attributes.putIfAbsent(strings.read(item.key(), MOST_NAME), value);
          }
        }
      }
    }
  }
}
