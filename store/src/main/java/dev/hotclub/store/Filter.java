package dev.hotclub.store;

/// Whose requests are asked for. An empty text lets all through.
public record Filter(String service, String environment, String release, String host) {
  public static final Filter ANY = new Filter("", "", "", "");
}
