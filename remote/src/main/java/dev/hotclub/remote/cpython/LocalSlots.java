package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.util.ArrayList;
import java.util.List;

/// Where the frames of a function keep its variables: names and roles in the order of the slots.
///
/// From 3.11 on one list of names has them all. Before, there were three: variables, cells, free
/// variables, and a parameter that an inner function uses has its name in the first two, its value
/// in the second.
record LocalSlots(List<String> names, int arguments) {
  /// Functions with more variables are generated ones.
  private static final int MOST = 1024;

  private static final int MOST_NAME = 256;

  /// `co_flags`: has `*args`, has `**kwargs`.
  private static final int VARARGS = 4;

  private static final int VARKEYWORDS = 8;

  LocalSlots {
    names = List.copyOf(names);
  }

  static LocalSlots of(long code, Peek peek, Layout layout, Strings strings)
      throws UnmappedAddress {
    Offsets at = layout.offsets();
    int flags = peek.half(code + at.at("code.flags"));
    long arguments =
        (long) peek.half(code + at.at("code.argumentCount"))
            + peek.half(code + at.at("code.keywordOnlyCount"))
            + ((flags & VARARGS) != 0 ? 1 : 0)
            + ((flags & VARKEYWORDS) != 0 ? 1 : 0);
    List<String> names = new ArrayList<>();
    for (String list : List.of("code.localNames", "code.cellNames", "code.freeNames")) {
      if (at.has(list)) {
        add(peek.word(code + at.at(list)), names, peek, at, strings);
      }
    }
    return new LocalSlots(names, Math.clamp(arguments, 0, names.size()));
  }

  private static void add(long tuple, List<String> names, Peek peek, Offsets at, Strings strings)
      throws UnmappedAddress {
    long size = peek.word(tuple + at.at("object.size"));
    for (long i = 0; i < size && names.size() < MOST; i++) {
      names.add(strings.read(peek.word(tuple + at.at("tuple.items") + 8 * i), MOST_NAME));
    }
  }
}
