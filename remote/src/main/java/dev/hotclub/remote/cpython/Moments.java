package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.util.ArrayList;
import java.util.List;

/// `datetime`, `date` and `time`.
///
/// Behind the head a hash, a byte that says whether there is a time zone, then the fields packed as
/// bytes, the higher first, the fold, and the zone (`Include/datetime.h`; the same in all
/// versions).
final class Moments implements ValueFamily {
  private final Peek peek;
  private final int zoned;
  private final Values values;

  Moments(Peek peek, Layout layout, Values values) {
    this.peek = peek;
    this.zoned = layout.header() + 8;
    this.values = values;
  }

  @Override
  public boolean reads(TypeObject type) {
    return type.inherits("datetime.date") || type.inherits("datetime.time");
  }

  @Override
  public void write(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    out.append(type.name()).append("(");
    if (type.inherits("datetime.datetime")) {
      byte[] fields = peek.bytes(object + zoned + 1, 11);
      numbers(
          List.of(year(fields), at(fields, 2), at(fields, 3), at(fields, 4), at(fields, 5)), out);
      fraction(at(fields, 6), micros(fields, 7), out);
      rest(object, at(fields, 10), 11, out);
    } else if (type.inherits("datetime.date")) {
      byte[] fields = peek.bytes(object + zoned + 1, 4);
      numbers(List.of(year(fields), at(fields, 2), at(fields, 3)), out);
    } else {
      byte[] fields = peek.bytes(object + zoned + 1, 7);
      numbers(List.of(at(fields, 0), at(fields, 1)), out);
      fraction(at(fields, 2), micros(fields, 3), out);
      rest(object, at(fields, 6), 7, out);
    }
    out.append(")");
  }

  private static int at(byte[] fields, int place) {
    return fields[place] & 0xFF;
  }

  private static int year(byte[] fields) {
    return at(fields, 0) << 8 | at(fields, 1);
  }

  private static int micros(byte[] fields, int place) {
    return at(fields, place) << 16 | at(fields, place + 1) << 8 | at(fields, place + 2);
  }

  private static void numbers(List<Integer> numbers, ValueText out) {
    List<String> texts = new ArrayList<>();
    numbers.forEach(number -> texts.add(number.toString()));
    out.append(String.join(", ", texts));
  }

  /// Python leaves out what is 0 at the end.
  private static void fraction(int second, int micros, ValueText out) {
    if (second != 0 || micros != 0) {
      out.append(", " + second);
    }
    if (micros != 0) {
      out.append(", " + micros);
    }
  }

  /// @param place of the end of the fields behind the byte for the zone; the zone is the next
  ///   pointer
  private void rest(long object, int fold, int place, ValueText out) throws UnmappedAddress {
    if (fold != 0) {
      out.append(", fold=1");
    }
    if (peek.octet(object + zoned) != 0) {
      out.append(", tzinfo=");
      values.write(peek.word(object + (zoned + 1 + place + 7 & -8)), out);
    }
  }
}
