package dev.hotclub.server.access;

/// Who sent a request.
///
/// @param name for the audit log: the token's, and the user's that a proxy names
/// @param csrf what a form must send back; empty where no cookie is used
/// @param way how the caller was recognised
public record Caller(String name, Role role, String csrf, Way way) {
  /// How somebody shows who they are.
  public enum Way {
    NONE,
    COOKIE,
    BEARER
  }

  public static final Caller UNKNOWN = new Caller("", Role.NOBODY, "", Way.NONE);
}
