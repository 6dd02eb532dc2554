package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;
import java.math.BigDecimal;
import java.math.BigInteger;

/// `decimal.Decimal` as C has it: behind the head a hash, then an `mpd_t` of flags, exponent,
/// decimal digits, words, words allocated and a pointer to the words, each of 19 decimal digits,
/// the lowest first (`Modules/_decimal/libmpdec/mpdecimal.h`).
final class Decimals implements ValueFamily {
  /// Five thousand decimal digits.
  private static final int MOST_WORDS = 256;

  private static final BigInteger RADIX = BigInteger.TEN.pow(19);
  private static final int NEGATIVE = 1;
  private static final int INFINITE = 2;
  private static final int NO_NUMBER = 4;
  private static final int SIGNALLING = 8;

  private final Peek peek;
  private final int start;

  Decimals(Peek peek, Layout layout) {
    this.peek = peek;
    this.start = layout.header() + 8;
  }

  @Override
  public boolean reads(TypeObject type) {
    return type.is("decimal.Decimal");
  }

  @Override
  public void write(long object, TypeObject type, ValueText out) throws UnmappedAddress {
    int flags = peek.octet(object + start);
    String sign = (flags & NEGATIVE) == 0 ? "" : "-";
    out.append("Decimal('").append(sign).append(magnitude(object, flags)).append("')");
  }

  private String magnitude(long object, int flags) throws UnmappedAddress {
    if ((flags & INFINITE) != 0) {
      return "Infinity";
    }
    if ((flags & (NO_NUMBER | SIGNALLING)) != 0) {
      return (flags & SIGNALLING) == 0 ? "NaN" : "sNaN";
    }
    long exponent = peek.word(object + start + 8);
    long words = peek.word(object + start + 24);
    long data = peek.word(object + start + 40);
    if (words < 0 || words > MOST_WORDS || exponent != (int) exponent) {
      throw new UnmappedAddress(object, 0);
    }
    BigInteger digits = BigInteger.ZERO;
    for (long i = words - 1; i >= 0; i--) {
      BigInteger word = new BigInteger(Long.toUnsignedString(peek.word(data + 8 * i)));
      digits = digits.multiply(RADIX).add(word);
    }
    // both follow the General Decimal Arithmetic Specification
    return new BigDecimal(digits, (int) -exponent).toString();
  }
}
