package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.util.Map;

/// Members of `enum` classes, which keep `_name_` and `_value_` as attributes.
final class EnumMembers implements ValueFamily {
  /// The two names stand among the first attributes.
  private static final int MOST_ATTRIBUTES = 16;

  private final Attributes attributes;
  private final Strings strings;
  private final Values values;

  EnumMembers(Attributes attributes, Strings strings, Values values) {
    this.attributes = attributes;
    this.strings = strings;
    this.values = values;
  }

  @Override
  public boolean reads(TypeObject type) {
    return type.inherits("Enum");
  }

  @Override
  public void write(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    Map<String, Long> found = attributes.of(object, type, MOST_ATTRIBUTES);
    Long name = found.get("_name_");
    Long value = found.get("_value_");
    if (name == null || value == null) {
      throw new UnmappedAddress(object, 0);
    }
    out.append("<").append(type.simpleName()).append(".");
    out.append(strings.read(name, 256)).append(": ");
    values.write(value, out);
    out.append(">");
  }
}
