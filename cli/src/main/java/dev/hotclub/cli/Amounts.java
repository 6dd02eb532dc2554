package dev.hotclub.cli;

import java.time.Duration;

/// Durations, sizes and shares as people read them: two significant digits or a little more.
public final class Amounts {
  private Amounts() {}

  /// `0 µs`, `340 µs`, `96 ms`, `1.2 s`, `4 m 3 s`, `3 h 12 m`, `2 d 4 h`.
  public static String of(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos < 1_000_000) {
      return Math.round(nanos / 1e3) + " µs";
    }
    if (nanos < 10_000_000) {
      return tenths(nanos / 1e6) + " ms";
    }
    if (nanos < 1_000_000_000) {
      return Math.round(nanos / 1e6) + " ms";
    }
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return tenths(nanos / 1e9) + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " m " + seconds % 60 + " s";
    }
    if (seconds < 86_400) {
      return seconds / 3600 + " h " + seconds / 60 % 60 + " m";
    }
    return seconds / 86_400 + " d " + seconds / 3600 % 24 + " h";
  }

  /// `712 kB`, `41 MB`, `1.3 GB`.
  public static String bytes(long bytes) {
    if (bytes < 1_000_000) {
      return Math.round(bytes / 1e3) + " kB";
    }
    return bytes < 1_000_000_000 ? Math.round(bytes / 1e6) + " MB" : tenths(bytes / 1e9) + " GB";
  }

  /// `0 %`, `0.3 %`, `12 %`; a share that is not nothing is never shown as nothing.
  public static String percent(double share) {
    double percent = share * 100;
    if (percent == 0) {
      return "0 %";
    }
    if (percent < 0.05) {
      return "< 0.1 %";
    }
    return percent < 9.95 ? tenths(percent) + " %" : Math.round(percent) + " %";
  }

  /// `2,998`.
  public static String count(long number) {
    String digits = Long.toString(Math.abs(number));
    StringBuilder text = new StringBuilder(number < 0 ? "-" : "");
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0) {
        text.append(',');
      }
      text.append(digits.charAt(i));
    }
    return text.toString();
  }

  /// One digit after the point. `String.format` would load a formatter for it.
  public static String tenths(double value) {
    long tenths = Math.round(value * 10);
    return tenths / 10 + "." + tenths % 10;
  }
}
