package dev.hotclub.server.pages;

import dev.hotclub.model.trace.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How to send a request again. What was not kept (values in the path, bodies, cookies) is a named
/// placeholder in capitals.
///
/// @param placeholders what has to be filled in
public record Replay(String curl, String testClient, List<String> placeholders) {
  public static final Replay NONE = new Replay("", "", List.of());

  /// `<int:pk>` of a path, and `(?P<pk>…)` of a regular expression without inner groups.
  private static final Pattern PART =
      Pattern.compile("<(?:[a-z_]+:)?([A-Za-z_]\\w{0,60})>|\\(\\?P<([A-Za-z_]\\w{0,60})>[^()]*\\)");

  private static final List<String> BODIES = List.of("POST", "PUT", "PATCH");
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  static Replay of(Call.Request request) {
    if (!METHODS.contains(request.method())) {
      return NONE;
    }
    List<String> placeholders = new ArrayList<>(List.of("SITE"));
    String path = path(request, placeholders);
    boolean hasBody = BODIES.contains(request.method());
    StringBuilder curl = new StringBuilder("curl -sS -i");
    if (!request.method().equals("GET")) {
      curl.append(" -X ").append(request.method());
    }
    curl.append(" \\\n  -H 'Cookie: sessionid=SESSION_ID'");
    placeholders.add("SESSION_ID");
    if (hasBody) {
      curl.append(" \\\n  -H 'X-CSRFToken: CSRF_TOKEN' -b 'csrftoken=CSRF_TOKEN' \\\n  -d 'BODY'");
      placeholders.addAll(List.of("CSRF_TOKEN", "BODY"));
    }
    curl.append(" \\\n  'SITE").append(path).append('\'');
    placeholders.add("USER");
    String client =
        "from django.test import Client\n\n"
            + "client = Client()\n"
            + "client.force_login(USER)  # leave out for a visitor\n"
            + "response = client."
            + request.method().toLowerCase(Locale.ROOT)
            + "(\""
            + path
            + "\""
            + (hasBody ? ", data=BODY" : "")
            + ")\n"
            + (request.status() > 0
                ? "assert response.status_code == " + request.status() + "\n"
                : "");
    return new Replay(curl.toString(), client, List.copyOf(placeholders));
  }

  private static String path(Call.Request request, List<String> placeholders) {
    String route = request.route().isEmpty() ? request.path() : request.route();
    StringBuilder path = new StringBuilder();
    Matcher parts = PART.matcher(route);
    while (parts.find()) {
      String name = parts.group(1) != null ? parts.group(1) : parts.group(2);
      String placeholder = name.toUpperCase(Locale.ROOT);
      placeholders.add(placeholder);
      parts.appendReplacement(path, Matcher.quoteReplacement(placeholder));
    }
    parts.appendTail(path);
    // what remains of a regular expression, and anything that a shell or Python would read
    String plain = path.toString().replaceAll("[\\^$\\\\'\"`\\p{Cntrl}]", "");
    return plain.startsWith("/") ? plain : "/" + plain;
  }
}
