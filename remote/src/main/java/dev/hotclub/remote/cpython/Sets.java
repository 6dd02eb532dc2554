package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.util.ArrayList;
import java.util.List;

/// `set`, `frozenset` and what inherits from them.
///
/// A table of pairs (item, hash), as many as the mask says and one more (`Objects/setobject.c`).
/// Places that were left have the hash -1.
final class Sets implements ValueFamily {
  /// A table is at most about seven times as long as the set has items, so this finds all that is
  /// shown unless the set was emptied.
  private static final int MOST_PLACES = 1 << 14;

  private final Peek peek;
  private final Offsets at;
  private final Values values;

  Sets(Peek peek, Layout layout, Values values) {
    this.peek = peek;
    this.at = layout.offsets();
    this.values = values;
  }

  @Override
  public boolean reads(TypeObject type) {
    return type.inherits("set") || type.inherits("frozenset");
  }

  @Override
  public void write(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    long used = Math.max(0, peek.word(object + at.at("set.used")));
    if (used == 0) {
      out.append(type.simpleName()).append("()");
      return;
    }
    boolean plain = type.is("set");
    out.append(plain ? "{" : type.simpleName() + "({");
    ValueText.Entrance entrance = out.enter(object);
    if (entrance == ValueText.Entrance.OPEN) {
      values.writeAll(items(object, (int) Math.min(used, out.limits().items())), used, out);
      out.leave(object);
    } else {
      out.append(entrance.instead());
    }
    out.append(plain ? "}" : "})");
  }

  private List<Long> items(long object, int most) throws UnmappedAddress {
    long mask = peek.word(object + at.at("set.mask"));
    long table = peek.word(object + at.at("set.table"));
    List<Long> items = new ArrayList<>();
    for (long i = 0; i <= mask && i < MOST_PLACES && items.size() < most; i++) {
      long item = peek.word(table + 16 * i);
      if (item != 0 && peek.word(table + 16 * i + 8) != -1) {
        items.add(item);
      }
    }
    return items;
  }
}
