package dev.hotclub.server.pages;

import dev.hotclub.server.access.Caller;
import dev.hotclub.store.Known;
import java.util.List;

/// What surrounds every page.
///
/// @param title of the window
/// @param section which entry of the menu is current
/// @param assets where scripts and styles are, with the prefix
/// @param csrf what forms send back
public record Shell(
    String title,
    String section,
    Scope scope,
    Known known,
    Caller caller,
    String assets,
    String csrf) {

  /// An entry of the menu.
  public record Entry(String name, String path, String key) {}

  public List<Entry> menu() {
    return List.of(
        new Entry("Overview", "/", "o"),
        new Entry("Requests", "/requests", "r"),
        new Entry("Queries", "/queries", "q"),
        new Entry("Findings", "/findings", "f"),
        new Entry("Errors", "/errors", "e"));
  }

  public boolean admin() {
    return caller.role().mayAct(dev.hotclub.server.access.Role.ADMIN);
  }
}
