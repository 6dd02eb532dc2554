package dev.hotclub.codec.otlp;

import dev.hotclub.model.trace.Attributes;
import dev.hotclub.model.trace.Site;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Values of attributes as text, sites and lists, each made once for as long as it keeps coming.
final class Texts {
  /// Characters of a statement or message after which the rest is left out.
  private static final int LONGEST = 64 << 10;

  /// Frames of own code; real stacks have a tenth.
  private static final int DEEPEST = 128;

  /// Paths of one queryset.
  private static final int MOST_PATHS = 200;

  private final Interned<String> strings = new Interned<>(8192, Texts::string);
  private final Interned<Site> sites =
      new Interned<>(1024, (b, from, to) -> site(string(b, from, to)));
  private final Interned<Site> places =
      new Interned<>(1024, (b, from, to) -> place(string(b, from, to)));
  private final Interned<List<Site>> stacks =
      new Interned<>(2048, (b, from, to) -> stack(string(b, from, to)));
  private final Interned<List<String>> lists =
      new Interned<>(1024, (b, from, to) -> list(string(b, from, to)));
  private final Interned<Attributes> attributes =
      new Interned<>(1024, (b, from, to) -> Attributes.of(Arrays.copyOfRange(b, from, to)));

  String text(byte[] bytes, int from, int to) throws MalformedOtlp {
    return from == to ? "" : strings.of(bytes, from, to);
  }

  /// Four parts separated by tabs.
  Site site(byte[] bytes, int from, int to) throws MalformedOtlp {
    return sites.of(bytes, from, to);
  }

  /// `file:line`.
  Site place(byte[] bytes, int from, int to) throws MalformedOtlp {
    return places.of(bytes, from, to);
  }

  /// One site a line.
  List<Site> stack(byte[] bytes, int from, int to) throws MalformedOtlp {
    return stacks.of(bytes, from, to);
  }

  /// Separated by commas.
  List<String> list(byte[] bytes, int from, int to) throws MalformedOtlp {
    return lists.of(bytes, from, to);
  }

  Attributes attributes(byte[] bytes, int to) throws MalformedOtlp {
    return to == 0 ? Attributes.NONE : attributes.of(bytes, 0, to);
  }

  static String string(byte[] bytes, int from, int to) {
    int end = to;
    if (to - from > LONGEST) {
      end = from + LONGEST;
      while (end > from && (bytes[end] & 0xC0) == 0x80) {
        end--;
      }
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static List<String> list(String text) {
    List<String> found = new ArrayList<>();
    for (String part : text.split(",", MOST_PATHS + 1)) {
      if (!part.isEmpty() && found.size() < MOST_PATHS) {
        found.add(part);
      }
    }
    return List.copyOf(found);
  }

  private static List<Site> stack(String text) {
    List<Site> found = new ArrayList<>();
    for (String line : text.split("\n", DEEPEST + 1)) {
      if (!line.isEmpty() && found.size() < DEEPEST) {
        found.add(site(line));
      }
    }
    return List.copyOf(found);
  }

  private static Site site(String text) {
    String[] parts = text.split("\t", 4);
    if (parts[0].isEmpty()) {
      return Site.NOWHERE;
    }
    return new Site(
        parts[0],
        parts.length > 1 ? lineNumber(parts[1]) : 0,
        parts.length > 2 ? lineNumber(parts[2]) : 0,
        parts.length > 3 ? parts[3] : "");
  }

  private static Site place(String text) {
    int colon = text.lastIndexOf(':');
    int line = colon < 0 ? 0 : lineNumber(text.substring(colon + 1));
    String file = line == 0 ? text : text.substring(0, colon);
    return file.isEmpty() ? Site.NOWHERE : new Site(file, line, 0, "");
  }

  private static int lineNumber(String digits) {
    return Math.clamp(whole(digits, 0), 0, Integer.MAX_VALUE);
  }

  /// A decimal number of at most 18 digits.
  static long whole(String digits, long otherwise) {
    int from = digits.startsWith("-") ? 1 : 0;
    if (digits.length() == from || digits.length() > from + 18) {
      return otherwise;
    }
    long value = 0;
    for (int i = from; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return otherwise;
      }
      value = value * 10 + digit;
    }
    return from == 1 ? -value : value;
  }

  /// Frames of a Python traceback, innermost first; without those of installed packages where there
  /// are others.
  static List<Site> traceback(String text) {
    List<Site> all = new ArrayList<>();
    List<Site> own = new ArrayList<>();
    text.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("File \""))
        .limit(1_000)
        .forEach(line -> {
          Site site = tracebackSite(line);
          all.add(site);
          if (!site.file().contains("/site-packages/")
              && !site.file().contains("/dist-packages/")
              && !site.file().contains("/lib/python")) {
            own.add(site);
          }
        });
    List<Site> chosen = own.isEmpty() ? all : own;
    Collections.reverse(chosen);
    return List.copyOf(chosen.subList(0, Math.min(DEEPEST, chosen.size())));
  }

  /// `File "x.py", line 3, in f`.
  private static Site tracebackSite(String line) {
    int quote = line.indexOf('"', 6);
    String file = quote < 0 ? line.substring(6) : line.substring(6, quote);
    int number = line.indexOf(", line ", Math.max(quote, 0));
    int in = line.indexOf(", in ", Math.max(quote, 0));
    int digits =
        number < 0 ? 0 : lineNumber(line.substring(number + 7, in > number ? in : line.length()));
    return new Site(file, digits, 0, in < 0 ? "" : line.substring(in + 5));
  }
}
