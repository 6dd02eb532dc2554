package dev.hotclub.server.access;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Puts routes on the server's port, each behind the check that it names.
public final class Gate {
  /// The cookie of a session.
  public static final String COOKIE = "hotclub_session";

  /// The field of a form, and the header, that proves where it comes from. Django's names, so that
  /// one form serves behind Django's proxy and without it.
  public static final String CSRF_FIELD = "csrfmiddlewaretoken";

  private static final String CSRF_HEADER = "X-CSRFToken";

  /// No frame, no script or style but our own files, no inline ones either.
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  /// Our longest form is a reason of a few lines.
  private static final int LONGEST_FORM = 64 * 1024;

  private static final int MOST_FIELDS = 100;
  private static final int LONGEST_PREFIX = 200;
  private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)*");
  private static final Logger LOG = System.getLogger(Gate.class.getName());

  private final Access access;
  private final Refusals refusals;

  /// How refusals look: a page for people, JSON for programs.
  public interface Refusals {
    /// Somebody has to log in first.
    Answer loginFirst(Ask ask);

    /// @param status 400 and above
    /// @param words what happened and what to do, one line
    Answer failed(Ask ask, int status, String words);
  }

  public Gate(Access access, Refusals refusals) {
    this.access = access;
    this.refusals = refusals;
  }

  /// Registers all of them.
  public void open(HttpRouting.Builder routing, Iterable<Route> routes) {
    for (Route route : routes) {
      Handler handler = (request, response) -> handle(route, request, response);
      switch (route.method()) {
        case GET -> routing.get(route.path(), handler);
        case POST -> routing.post(route.path(), handler);
      }
    }
  }

  private void handle(Route route, ServerRequest request, ServerResponse response) {
    Ask ask = ask(route, request);
    Answer answer;
    try {
      answer = answer(route, ask, request);
    } catch (Absent e) {
      answer = refusals.failed(ask, 404, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      answer = refusals.failed(ask, 400, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "page " + route.path() + " failed", e);
      answer = refusals.failed(ask, 500, "this page could not be made; the server's log says why");
    }
    send(answer, response);
  }

  private Answer answer(Route route, Ask ask, ServerRequest request) throws IOException {
    if (!ask.caller().role().mayAct(route.needed())) {
      return ask.caller().way() == Caller.Way.NONE
          ? refusals.loginFirst(ask)
          : refusals.failed(ask, 403, "this needs the role " + route.needed());
    }
    boolean guarded = route.method() == Route.Method.POST && route.needed() != Role.NOBODY;
    if (guarded && !isOurs(ask, request)) {
      return refusals.failed(
          ask, 403, "this form is too old or comes from elsewhere; load the page again");
    }
    return route.action().answer(ask);
  }

  private boolean isOurs(Ask ask, ServerRequest request) {
    String token = ask.form(CSRF_FIELD);
    return access.formIsOurs(
        ask.caller(), token.isEmpty() ? header(request, HeaderNames.create(CSRF_HEADER)) : token);
  }

  private Ask ask(Route route, ServerRequest request) {
    Map<String, String> cookies = cookies(header(request, HeaderNames.COOKIE));
    String bearer = header(request, HeaderNames.AUTHORIZATION);
    Caller caller =
        access
            .bearer(bearer, header(request, HeaderNames.create("X-Hotclub-User")))
            .or(() -> access.session(cookies.getOrDefault(COOKIE, "")))
            .orElse(Caller.UNKNOWN);
    Map<String, String> names = new HashMap<>();
    for (String name : request.path().pathParameters().names()) {
      names.put(name, request.path().pathParameters().get(name));
    }
    return new Ask(
        caller,
        prefix(header(request, HeaderNames.create("X-Forwarded-Prefix"))),
        request.path().path(),
        names,
        fields(request.query().rawValue()),
        route.method() == Route.Method.POST ? fields(body(request)) : Map.of(),
        cookies,
        request.remotePeer().host(),
        caller.way() == Caller.Way.BEARER ? header(request, HeaderNames.create(CSRF_HEADER)) : "");
  }

  /// An unusable prefix is none: links then point to our own root.
  private static String prefix(String header) {
    String bare = header.endsWith("/") ? header.substring(0, header.length() - 1) : header;
    return bare.length() <= LONGEST_PREFIX && PREFIX.matcher(bare).matches() ? bare : "";
  }

  private static String header(ServerRequest request, HeaderName name) {
    return request.headers().contains(name) ? request.headers().get(name).values() : "";
  }

  private static String body(ServerRequest request) {
    try (InputStream in = request.content().inputStream()) {
      return new String(in.readNBytes(LONGEST_FORM), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static Map<String, String> cookies(String header) {
    Map<String, String> found = new HashMap<>();
    for (String part : header.split(";", MOST_FIELDS)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        found.putIfAbsent(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    return found;
  }

  private static Map<String, String> fields(String encoded) {
    Map<String, String> found = new HashMap<>();
    for (String part : encoded.split("&", MOST_FIELDS)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        found.putIfAbsent(decode(part.substring(0, equals)), decode(part.substring(equals + 1)));
      }
    }
    return found;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static void send(Answer answer, ServerResponse response) {
    response.status(Status.create(answer.status()));
    response.header(HeaderNames.CONTENT_TYPE, answer.type());
    response.header(HeaderNames.create("Content-Security-Policy"), POLICY);
    response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
    response.header(HeaderNames.create("X-Frame-Options"), "DENY");
    response.header(HeaderNames.create("Referrer-Policy"), "same-origin");
    if (answer.headers().stream().noneMatch(h -> h.name().equals("Cache-Control"))) {
      response.header(HeaderNames.CACHE_CONTROL, "no-store");
    }
    answer.headers().forEach(h -> response.header(HeaderNames.create(h.name()), h.value()));
    response.send(answer.body());
  }
}
