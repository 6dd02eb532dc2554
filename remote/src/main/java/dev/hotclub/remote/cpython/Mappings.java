package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.util.List;

/// `dict` and what inherits from it.
final class Mappings implements ValueFamily {
  private final Peek peek;
  private final Offsets at;
  private final Dicts dicts;
  private final Values values;

  Mappings(Peek peek, Layout layout, Dicts dicts, Values values) {
    this.peek = peek;
    this.at = layout.offsets();
    this.dicts = dicts;
    this.values = values;
  }

  @Override
  public boolean reads(TypeObject type) {
    return type.isDict();
  }

  @Override
  public void write(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    boolean plain = type.is("dict");
    out.append(plain ? "{" : type.simpleName() + "({");
    ValueText.Entrance entrance = out.enter(object);
    if (entrance == ValueText.Entrance.OPEN) {
      items(object, out);
      out.leave(object);
    } else {
      out.append(entrance.instead());
    }
    out.append(plain ? "}" : "})");
  }

  private void items(long object, ValueText out) throws UnmappedAddress {
    List<Dicts.Item> items = dicts.items(object, out.limits().items());
    String separator = "";
    for (Dicts.Item item : items) {
      if (out.full()) {
        return;
      }
      out.append(separator);
      values.write(item.key(), out);
      out.append(": ");
      values.write(item.value(), out);
      separator = ", ";
    }
    Values.writeRest(peek.word(object + at.at("dict.used")) - items.size(), out);
  }
}
