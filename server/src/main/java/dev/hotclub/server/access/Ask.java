package dev.hotclub.server.access;

import java.util.Map;

/// What somebody asks of a route.
///
/// @param prefix under which a proxy serves us: empty or `/hotclub`, without a slash at its end
/// @param path below the prefix, with its slash
/// @param names parts of the path that the route names
/// @param query first value of each parameter
/// @param form of a POST; empty otherwise
/// @param from address of the connection
/// @param foreignCsrf what a proxy wants to find in a form; empty if there is none
public record Ask(
    Caller caller,
    String prefix,
    String path,
    Map<String, String> names,
    Map<String, String> query,
    Map<String, String> form,
    Map<String, String> cookies,
    String from,
    String foreignCsrf) {

  /// A part of the path.
  public String name(String name) {
    return names.getOrDefault(name, "");
  }

  /// A parameter; empty if absent.
  public String query(String name) {
    return query.getOrDefault(name, "");
  }

  public String form(String name) {
    return form.getOrDefault(name, "");
  }
}
