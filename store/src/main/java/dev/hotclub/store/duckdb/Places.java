package dev.hotclub.store.duckdb;

import dev.hotclub.model.trace.Site;
import java.util.List;
import java.util.stream.Collectors;

/// Sites as texts: four parts with a tab between, a stack with one a line.
final class Places {
  private Places() {}

  static String text(Site site) {
    return site.known()
        ? clean(site.file())
            + "\t"
            + site.line()
            + "\t"
            + site.column()
            + "\t"
            + clean(site.function())
        : "";
  }

  /// Names come from strangers: what would break the form becomes a space.
  static String clean(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < ' ') {
        return name.chars()
            .mapToObj(c -> c < ' ' ? " " : Character.toString(c))
            .collect(Collectors.joining());
      }
    }
    return name;
  }

  static Site site(String text) {
    if (text.isEmpty()) {
      return Site.NOWHERE;
    }
    String[] parts = text.split("\t", 4);
    return new Site(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), parts[3]);
  }

  static String stack(List<Site> stack) {
    return stack.stream().map(Places::text).collect(Collectors.joining("\n"));
  }

  static List<Site> sites(String text) {
    return text.isEmpty() ? List.of() : text.lines().map(Places::site).toList();
  }
}
