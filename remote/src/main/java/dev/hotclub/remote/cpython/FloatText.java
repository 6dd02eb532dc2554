package dev.hotclub.remote.cpython;

import java.math.BigDecimal;
import java.math.MathContext;

/// Floating-point numbers as Python writes them (`float_repr`: the shortest digits that read back
/// as the same number).
final class FloatText {
  private FloatText() {}

  static String of(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    return sign + (value == 0 ? "0.0" : positive(Math.abs(value)));
  }

  private static String positive(double value) {
    BigDecimal decimal = shortest(value);
    String digits = decimal.unscaledValue().toString();
    int point = digits.length() - decimal.scale();
    // Python goes to exponents below 1e-4 and from 1e16 on (`Python/pystrtod.c`)
    if (point <= -4 || point > 16) {
      int exponent = point - 1;
      String mantissa =
          digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
      return mantissa
          + (exponent < 0 ? "e-" : "e+")
          + (Math.abs(exponent) < 10 ? "0" : "")
          + Math.abs(exponent);
    }
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    return point >= digits.length()
        ? digits + "0".repeat(point - digits.length()) + ".0"
        : digits.substring(0, point) + "." + digits.substring(point);
  }

  /// Java's text is the shortest of at least two digits.
  private static BigDecimal shortest(double value) {
    BigDecimal java = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (java.precision() == 2) {
      BigDecimal rounded = java.round(new MathContext(1)).stripTrailingZeros();
      return rounded.doubleValue() == value ? rounded : java;
    }
    return java;
  }
}
