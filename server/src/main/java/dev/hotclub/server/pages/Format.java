package dev.hotclub.server.pages;

import dev.hotclub.model.trace.Site;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers as people read them.
public final class Format {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Format() {}

  /// A time with two significant digits: `1.9 s`, `340 ms`, `4.1 ms`, `52 µs`.
  public static String time(double nanos) {
    double size = Math.abs(nanos);
    if (size >= 99.5e9) {
      Duration whole = Duration.ofMillis((long) (nanos / 1e6));
      return size < 3.6e12
          ? whole.toMinutes() + " min " + whole.toSecondsPart() + " s"
          : digits(nanos / 3.6e12) + " h";
    }
    if (size >= 0.9995e9) {
      return digits(nanos / 1e9) + " s";
    }
    if (size >= 0.0995e6) {
      return digits(nanos / 1e6) + " ms";
    }
    return size < 1 ? "0 ms" : digits(nanos / 1e3) + " µs";
  }

  public static String time(long nanos) {
    return time((double) nanos);
  }

  /// Two significant digits, more where the whole part has more.
  public static String digits(double value) {
    double size = Math.abs(value);
    if (size >= 9.95 || size == 0) {
      return grouped(Math.round(value));
    }
    if (size >= 0.995) {
      return trim(String.format(Locale.ROOT, "%.1f", value));
    }
    if (size >= 0.0995) {
      return trim(String.format(Locale.ROOT, "%.2f", value));
    }
    return size < 0.0005 ? "0" : trim(String.format(Locale.ROOT, "%.3f", value));
  }

  private static String trim(String number) {
    return number.contains(".") ? number.replaceAll("0+$", "").replaceAll("\\.$", "") : number;
  }

  /// For attributes of a picture.
  public static String plain(double value) {
    return trim(String.format(Locale.ROOT, "%.2f", value));
  }

  /// `12,345`; from a million on `1.2 M`.
  public static String count(double value) {
    return Math.abs(value) >= 1e6 ? digits(value / 1e6) + " M" : digits(value);
  }

  private static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  public static String count(long value) {
    return count((double) value);
  }

  /// A share as `62 %`; `0.3 %` below ten.
  public static String percent(double share) {
    double percent = share * 100;
    return percent > 0 && percent < 0.05 ? "< 0.1 %" : digits(percent) + " %";
  }

  /// A change with its sign: `+41 %`, `−8 %`; `as before` where it is less than one in a hundred.
  public static String change(double before, double after) {
    if (before <= 0) {
      return after > 0 ? "new" : "as before";
    }
    double ratio = after / before - 1;
    if (Math.abs(ratio) < 0.01) {
      return "as before";
    }
    return ratio >= 9.995
        ? "× " + digits(after / before)
        : (ratio > 0 ? "+" : "−") + digits(Math.abs(ratio) * 100) + " %";
  }

  /// `up`, `down` or `same`: a change of five in a hundred and more is one.
  public static String direction(double before, double after) {
    if (before <= 0 || Math.abs(after / before - 1) < 0.05) {
      return "same";
    }
    return after > before ? "up" : "down";
  }

  public static String bytes(long size) {
    if (size < 0) {
      return "unknown";
    }
    if (size < 1000) {
      return grouped(size) + " B";
    }
    return size < 1e6 ? digits(size / 1e3) + " kB" : digits(size / 1e6) + " MB";
  }

  /// How long ago, in the largest unit: `12 s ago`, `3 h ago`.
  public static String ago(Instant then, Instant now) {
    Duration gone = Duration.between(then, now);
    if (gone.toSeconds() < 1) {
      return "just now";
    }
    if (gone.toMinutes() < 2) {
      return gone.toSeconds() + " s ago";
    }
    if (gone.toHours() < 2) {
      return gone.toMinutes() + " min ago";
    }
    return gone.toDays() < 2 ? gone.toHours() + " h ago" : gone.toDays() + " days ago";
  }

  /// UTC, to the minute.
  public static String minute(Instant at) {
    return MINUTE.format(at);
  }

  /// UTC, to the second.
  public static String second(Instant at) {
    return SECOND.format(at);
  }

  /// `reserve (shop/orders/service.py:88)`; empty for a site that is not known.
  public static String site(Site site) {
    if (!site.known()) {
      return "";
    }
    return site.function().isEmpty() ? place(site) : site.function() + " (" + place(site) + ")";
  }

  /// `shop/orders/service.py:88`: the last three parts of the path are enough to find it.
  public static String place(Site site) {
    if (!site.known()) {
      return "";
    }
    String[] parts = site.file().split("/");
    int from = Math.max(0, parts.length - 3);
    String file = String.join("/", java.util.Arrays.asList(parts).subList(from, parts.length));
    return site.line() > 0 ? file + ":" + site.line() : file;
  }

  /// A statement that fits a line.
  public static String shortened(String text, int longest) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= longest ? line : line.substring(0, longest - 1) + "…";
  }

  /// One or many of something: `1 query`, `73 queries`.
  public static String many(long number, String one, String several) {
    return many((double) number, one, several);
  }

  public static String many(double number, String one, String several) {
    String text = count(number);
    return text + " " + (text.equals("1") ? one : several);
  }
}
