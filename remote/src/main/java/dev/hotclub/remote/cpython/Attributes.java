package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/// What an object has of its own: the values of `__slots__`, then those of its dict or of what
/// stands in for one.
final class Attributes {
  private static final int MOST_NAME = 256;

  /// In `struct PyMemberDef`: an object that may be absent (`Include/structmember.h`).
  private static final int OBJECT_MEMBER = 16;

  private final Peek peek;
  private final int header;
  private final TypeObjects types;
  private final Dicts dicts;
  private final Strings strings;

  Attributes(Peek peek, Layout layout, TypeObjects types, Dicts dicts, Strings strings) {
    this.peek = peek;
    this.header = layout.header();
    this.types = types;
    this.dicts = dicts;
    this.strings = strings;
  }

  /// By name, in order of definition or assignment. What cannot be read is left out: the object is
  /// there all the same.
  Map<String, Long> of(long object, TypeObject type, int most) {
    Map<String, Long> attributes = new LinkedHashMap<>();
    try {
      slots(object, type, most, attributes);
      attributes.putAll(dicts.attributes(object, most));
    } catch (UnmappedAddress unreadable) {
      return attributes;
    }
    return attributes;
  }

  /// What `__slots__` made: descriptors in the class that say where in the object the value is.
  private void slots(long object, TypeObject type, int most, Map<String, Long> attributes)
      throws UnmappedAddress {
    for (long base : types.resolutionOrder(type.address())) {
      if (!types.read(base).isHeap()) {
        continue;
      }
      for (Dicts.Item item : types.definitions(base)) {
        if (attributes.size() < most && types.of(item.value()).is("member_descriptor")) {
          long value = slot(object, type, item.value());
          if (value != 0) {
            attributes.putIfAbsent(strings.read(item.key(), MOST_NAME), value);
          }
        }
      }
    }
  }

  /// `PyMemberDescrObject`: class, name, qualified name, member; `PyMemberDef`: name, type, offset.
  private long slot(long object, TypeObject type, long descriptor) throws UnmappedAddress {
    long member = peek.word(descriptor + header + 24);
    long offset = peek.word(member + 16);
    boolean inside = offset >= header && offset + 8 <= type.basicSize();
    return inside && peek.half(member + 8) == OBJECT_MEMBER ? peek.word(object + offset) : 0;
  }
}
