package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.util.StringJoiner;

/// `timedelta`, and the time zones that are made of one or of a name.
final class Spans implements ValueFamily {
  private final Peek peek;
  private final int header;
  private final Values values;

  Spans(Peek peek, Layout layout, Values values) {
    this.peek = peek;
    this.header = layout.header();
    this.values = values;
  }

  @Override
  public boolean reads(TypeObject type) {
    return switch (type.name()) {
      case "datetime.timedelta", "datetime.timezone", "zoneinfo.ZoneInfo" -> true;
      default -> false;
    };
  }

  @Override
  public void write(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    switch (type.name()) {
      case "datetime.timedelta" -> out.append("datetime.timedelta(" + parts(object) + ")");
      case "datetime.timezone" -> zone(object, out);
      default -> {
        // the struct of `Modules/_zoneinfo.c` begins with the key
        out.append("zoneinfo.ZoneInfo(key=");
        values.write(peek.word(object + header), out);
        out.append(")");
      }
    }
  }

  /// `PyDateTime_Delta`: a hash, then days, seconds and microseconds as `int`.
  private String parts(long delta) throws UnmappedAddress {
    StringJoiner parts = new StringJoiner(", ").setEmptyValue("0");
    String[] names = {"days", "seconds", "microseconds"};
    for (int i = 0; i < names.length; i++) {
      int number = peek.half(delta + header + 8 + 4L * i);
      if (number != 0) {
        parts.add(names[i] + "=" + number);
      }
    }
    return parts.toString();
  }

  /// `PyDateTime_TimeZone`: offset and name.
  private void zone(long zone, ValueText out) throws UnmappedAddress {
    String offset = parts(peek.word(zone + header));
    if (offset.equals("0")) {
      out.append("datetime.timezone.utc");
      return;
    }
    out.append("datetime.timezone(datetime.timedelta(" + offset + ")");
    long name = peek.word(zone + header + 8);
    if (name != 0) {
      out.append(", ");
      values.write(name, out);
    }
    out.append(")");
  }
}
