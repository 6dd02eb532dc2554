package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.util.Map;

/// Whatever has no family of its own: type, address and attributes, exceptions with their
/// arguments.
final class Instances implements ValueFamily {
  private final Peek peek;
  private final int header;
  private final Attributes attributes;
  private final Values values;

  Instances(Peek peek, Layout layout, Attributes attributes, Values values) {
    this.peek = peek;
    this.header = layout.header();
    this.attributes = attributes;
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
    if (type.isHeap() && out.enter(object) == ValueText.Entrance.OPEN) {
      attributes(attributes.of(object, type, out.limits().items()), out);
      out.leave(object);
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

  private void attributes(Map<String, Long> all, ValueText out) {
    String separator = ": ";
    for (Map.Entry<String, Long> attribute : all.entrySet()) {
      if (out.full()) {
        return;
      }
      out.append(separator).append(attribute.getKey()).append("=");
      values.write(attribute.getValue(), out);
      separator = ", ";
    }
  }
}
