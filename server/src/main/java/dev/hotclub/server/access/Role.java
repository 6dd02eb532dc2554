package dev.hotclub.server.access;

/// What somebody may do; each role may do what those before it may.
public enum Role {
  /// Sees what needs no token: the login page, scripts and styles.
  NOBODY,
  READ,
  ADMIN;

  public boolean mayAct(Role needed) {
    return compareTo(needed) >= 0;
  }
}
