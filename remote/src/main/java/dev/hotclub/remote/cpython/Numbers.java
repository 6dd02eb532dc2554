package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.math.BigInteger;

/// `int` and what inherits from it, `bool`, `float`, `complex`, and the objects of which there is
/// one.
final class Numbers implements ValueFamily {
  /// Python itself refuses to write more than 4,300 decimal digits (`sys.set_int_max_str_digits`):
  /// 14,285 bits.
  private static final int MOST_DIGITS = 477;

  /// `PyLong_SHIFT` (`Include/cpython/longintrepr.h`).
  private static final int DIGIT_BITS = 30;

  private final Peek peek;
  private final Offsets at;
  private final int header;

  Numbers(Peek peek, Layout layout) {
    this.peek = peek;
    this.at = layout.offsets();
    this.header = layout.header();
  }

  @Override
  public boolean reads(TypeObject type) {
    return type.isInt()
        || switch (type.name()) {
          case "float", "complex", "NoneType", "ellipsis", "NotImplementedType" -> true;
          default -> false;
        };
  }

  @Override
  public void write(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    out.append(
        switch (type.name()) {
          case "NoneType" -> "None";
          case "ellipsis" -> "Ellipsis";
          case "NotImplementedType" -> "NotImplemented";
          case "bool" -> size(object) == 0 ? "False" : "True";
          case "float" -> FloatText.of(real(object + at.at("float.value")));
          case "complex" -> complex(object);
          default -> text(object);
        });
  }

  private double real(long address) throws UnmappedAddress {
    return Double.longBitsToDouble(peek.word(address));
  }

  /// `PyComplexObject`: two doubles behind the head.
  private String complex(long object) throws UnmappedAddress {
    double real = real(object + header);
    double imaginary = real(object + header + 8);
    String second = whole(imaginary) + "j";
    if (real == 0 && Double.doubleToRawLongBits(real) == 0) {
      return second;
    }
    return "(" + whole(real) + (second.startsWith("-") ? "" : "+") + second + ")";
  }

  private static String whole(double value) {
    String text = FloatText.of(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /// How many digits of 30 bits, negative for a negative number. Until 3.11 it is the object's
  /// size; after that, three bits of flags lie below it, of which two are the sign: 0 positive, 1
  /// zero, 2 negative.
  private long size(long object) throws UnmappedAddress {
    if (!at.has("int.tag")) {
      return peek.word(object + at.at("object.size"));
    }
    long tag = peek.word(object + at.at("int.tag"));
    return (1 - (tag & 3)) * (tag >>> 3);
  }

  private String text(long object) throws UnmappedAddress {
    long digits = Math.abs(size(object));
    return digits > MOST_DIGITS || digits < 0
        ? "<int of " + digits + " digits of 30 bits>"
        : integer(object).toString();
  }

  /// The number in an `int`.
  ///
  /// @throws UnmappedAddress if it is longer than Python itself would write it
  BigInteger integer(long object) throws UnmappedAddress {
    long size = size(object);
    if (Math.abs(size) > MOST_DIGITS || size == Long.MIN_VALUE) {
      throw new UnmappedAddress(object, 0);
    }
    BigInteger value = BigInteger.ZERO;
    for (long i = Math.abs(size) - 1; i >= 0; i--) {
      int digit = peek.half(object + at.at("int.digits") + 4 * i) & ((1 << DIGIT_BITS) - 1);
      value = value.shiftLeft(DIGIT_BITS).or(BigInteger.valueOf(digit));
    }
    return size < 0 ? value.negate() : value;
  }
}
