package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.util.Map;

/// Members of `enum` classes, which keep `_name_` and `_value_` as attributes.
final class EnumMembers implements ValueFamily {
  /// The two names stand among the first attributes.
  private static final int MOST_ATTRIBUTES = 16;

  private final Dicts dicts;
  private final Strings strings;
  private final Values values;

  EnumMembers(Dicts dicts, Strings strings, Values values) {
    this.dicts = dicts;
    this.strings = strings;
    this.values = values;
  }

  @Override
  public boolean reads(TypeObject type) {
    return type.inherits("Enum");
  }

  @Override
  public void write(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    Map<String, Long> attributes = dicts.attributes(object, MOST_ATTRIBUTES);
    Long name = attributes.get("_name_");
    Long value = attributes.get("_value_");
    if (name == null || value == null) {
      throw new UnmappedAddress(object, 0);
    }
    out.append("<").append(type.simpleName()).append(".");
    out.append(strings.read(name, 256)).append(": ");
    values.write(value, out);
    out.append(">");
  }
}
