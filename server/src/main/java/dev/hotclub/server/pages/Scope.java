package dev.hotclub.server.pages;

import dev.hotclub.server.access.Ask;
import dev.hotclub.store.Filter;
import dev.hotclub.store.Range;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every page is about, all of it out of its address: whose requests, when, compared to what.
///
/// @param prefix for links
/// @param path of this page, below the prefix
/// @param last name of one of [#LASTS]; empty for a range of one's own
/// @param versus what to compare with: empty, `before`, `day`, `week`, `release:…`
/// @param query parameters as they came
public record Scope(
    String prefix,
    String path,
    Filter filter,
    String last,
    Range range,
    String versus,
    Instant now,
    Map<String, String> query) {

  /// A length of time that can be chosen.
  public record Last(String name, String words, Duration length) {}

  /// Lengths of time that can be chosen, in the order of the menu.
  public static final List<Last> LASTS =
      List.of(
          new Last("15m", "last 15 minutes", Duration.ofMinutes(15)),
          new Last("1h", "last hour", Duration.ofHours(1)),
          new Last("6h", "last 6 hours", Duration.ofHours(6)),
          new Last("24h", "last 24 hours", Duration.ofDays(1)),
          new Last("7d", "last 7 days", Duration.ofDays(7)),
          new Last("30d", "last 30 days", Duration.ofDays(30)));

  /// Parameters that go along from page to page.
  private static final List<String> KEPT =
      List.of("service", "env", "release", "host", "last", "from", "to", "vs");

  private static final String USUAL = "1h";
  private static final int LONGEST_TEXT = 500;

  /// The other side of a comparison.
  public record Other(String words, Range range, Filter filter) {}

  /// @throws IllegalArgumentException if a parameter cannot be understood
  static Scope of(Ask ask, Instant now) {
    Filter filter =
        new Filter(text(ask, "service"), text(ask, "env"), text(ask, "release"), text(ask, "host"));
    String from = text(ask, "from");
    String to = text(ask, "to");
    String last =
        from.isEmpty()
            ? Optional.of(text(ask, "last")).filter(l -> !l.isEmpty()).orElse(USUAL)
            : "";
    Range range =
        from.isEmpty()
            ? new Range(now.minus(length(last)), now)
            : range(instant("from", from), to.isEmpty() ? now : instant("to", to));
    return new Scope(
        ask.prefix(), ask.path(), filter, last, range, text(ask, "vs"), now, ask.query());
  }

  private static Range range(Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("the range ends at " + to + ", before its start " + from);
    }
    return new Range(from, to);
  }

  private static String text(Ask ask, String name) {
    String text = ask.query(name);
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "parameter " + name + " has " + text.length() + " characters, more than " + LONGEST_TEXT);
    }
    return text;
  }

  private static Duration length(String name) {
    return LASTS.stream()
        .filter(last -> last.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "last is one of 15m, 1h, 6h, 24h, 7d, 30d, not " + Format.shortened(name, 40)))
        .length();
  }

  /// Seconds since 1970, or ISO 8601 as a form's `datetime-local` sends it (then UTC).
  private static Instant instant(String name, String text) {
    try {
      if (text.matches("\\d{1,12}")) {
        return Instant.ofEpochSecond(Long.parseLong(text));
      }
      String seconds = text.length() == 16 ? text + ":00" : text;
      return Instant.parse(seconds.endsWith("Z") ? seconds : seconds + "Z");
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          name
              + " is seconds since 1970 or a time like 2026-11-23T19:00:00Z, not "
              + Format.shortened(text, 40),
          e);
    }
  }

  /// A parameter of this page; empty if absent.
  public String asked(String name) {
    return query.getOrDefault(name, "");
  }

  /// @param most larger numbers are an error
  long number(String name, long usual, long most) {
    String text = asked(name);
    if (text.isEmpty()) {
      return usual;
    }
    if (!text.matches("\\d{1,18}") || Long.parseLong(text) > most) {
      throw new IllegalArgumentException(
          name + " is a whole number up to " + most + ", not " + Format.shortened(text, 40));
    }
    return Long.parseLong(text);
  }

  /// What to compare with, if that is asked.
  public Optional<Other> other() {
    Duration length = range.length();
    return switch (versus) {
      case "" -> Optional.empty();
      case "before" -> Optional.of(earlier("the time before", length));
      case "day" -> Optional.of(earlier("a day before", Duration.ofDays(1)));
      case "week" -> Optional.of(earlier("the same time last week", Duration.ofDays(7)));
      default -> {
        if (!versus.startsWith("release:")) {
          throw new IllegalArgumentException(
              "vs is before, day, week or release:…, not " + Format.shortened(versus, 40));
        }
        String release = versus.substring("release:".length());
        Filter theirs = new Filter(filter.service(), filter.environment(), release, filter.host());
        // a release is compared over all of the time that this page could show
        Range month = new Range(range.to().minus(Duration.ofDays(30)), range.to());
        yield Optional.of(new Other("release " + release, month, theirs));
      }
    };
  }

  private Other earlier(String words, Duration by) {
    return new Other(words, new Range(range.from().minus(by), range.to().minus(by)), filter);
  }

  /// The time in words.
  public String words() {
    return LASTS.stream()
        .filter(l -> l.name().equals(last))
        .map(Last::words)
        .findFirst()
        .orElse(Format.minute(range.from()) + " to " + Format.minute(range.to()) + " UTC");
  }

  /// A step of time that gives at most `most` points, round, and at least 10 s.
  Duration step(int most) {
    for (long seconds : List.of(10, 30, 60, 300, 600, 1800, 3600, 10800, 21600, 43200)) {
      if (range.length().toSeconds() / seconds <= most) {
        return Duration.ofSeconds(seconds);
      }
    }
    return Duration.ofSeconds(Math.max(86_400, range.length().toSeconds() / most));
  }

  /// An address of ours that keeps service, time and comparison.
  ///
  /// @param path below the prefix, parts already encoded
  /// @param more names and values in turn; an empty value takes a parameter away
  public String link(String path, String... more) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String name : KEPT) {
      all.put(name, asked(name));
    }
    for (int i = 0; i + 1 < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return prefix + path + encoded(all);
  }

  /// This page with some parameters changed.
  public String with(String... more) {
    Map<String, String> all = new LinkedHashMap<>(query);
    for (int i = 0; i + 1 < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return prefix + path + encoded(all);
  }

  /// The JSON twin of this page.
  public String twin() {
    return prefix + "/api/v1" + (path.equals("/") ? "/overview" : path) + encoded(query);
  }

  /// Parameters of this page as a form keeps them, without those that the form has itself.
  public Map<String, String> keep(String... own) {
    Map<String, String> all = new LinkedHashMap<>(query);
    List.of(own).forEach(all::remove);
    all.values().removeIf(String::isEmpty);
    return all;
  }

  private static String encoded(Map<String, String> parameters) {
    StringBuilder out = new StringBuilder();
    parameters.forEach((name, value) -> {
      if (!value.isEmpty()) {
        out.append(out.isEmpty() ? '?' : '&')
            .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    });
    return out.toString();
  }
}
