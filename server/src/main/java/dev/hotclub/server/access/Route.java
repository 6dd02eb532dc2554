package dev.hotclub.server.access;

import java.io.IOException;

/// One address of the server, and what it takes to reach it. There is no other way to serve a page:
/// whoever adds one says who may see it.
///
/// @param path as Helidon writes it: `/request/{trace}/{span}`
/// @param needed the least role
public record Route(Method method, String path, Role needed, Action action) {
  /// What a route is reached by. Only POST changes anything.
  public enum Method {
    GET,
    POST
  }

  /// What a route does, after the caller was let through.
  @FunctionalInterface
  public interface Action {
    Answer answer(Ask ask) throws IOException;
  }

  public static Route get(String path, Role needed, Action action) {
    return new Route(Method.GET, path, needed, action);
  }

  public static Route post(String path, Role needed, Action action) {
    return new Route(Method.POST, path, needed, action);
  }
}
