package dev.hotclub.codec.otlp;

/// How many traces a sampled one stands for, by the `ot` entry of W3C's `tracestate`: `th` is the
/// rejection threshold of 2^56 in up to 14 hexadecimal digits, trailing zeros left out
/// (OpenTelemetry's "TraceState: Probability Sampling").
final class Sampling {
  private static final double ALL = 0x1p56;

  private Sampling() {}

  /// 1 where the sender says nothing, or nonsense.
  static double weight(String traceState) {
    for (String entry : traceState.split(",", 33)) {
      String member = entry.strip();
      if (member.startsWith("ot=")) {
        for (String part : member.substring(3).split(";", 17)) {
          if (part.startsWith("th:")) {
            return ofThreshold(part.substring(3));
          }
        }
      }
    }
    return 1;
  }

  private static double ofThreshold(String digits) {
    if (digits.isEmpty() || digits.length() > 14) {
      return 1;
    }
    long threshold = 0;
    for (int i = 0; i < 14; i++) {
      int digit = i < digits.length() ? Character.digit(digits.charAt(i), 16) : 0;
      if (digit < 0) {
        return 1;
      }
      threshold = threshold << 4 | digit;
    }
    return ALL / (ALL - threshold);
  }
}
