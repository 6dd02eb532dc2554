package dev.hotclub.server.pages;

import dev.hotclub.server.access.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Scripts and styles, kept in memory. Their address holds a hash of them all, so that a browser
/// may keep them for ever.
final class Assets {
  private static final List<String> FILES =
      List.of(
          "pages.css",
          "pages.js",
          "chart.js",
          "icon.svg",
          "htmx/htmx.min.js",
          "htmx/LICENSE",
          "uplot/uPlot.iife.min.js",
          "uplot/uPlot.min.css",
          "uplot/LICENSE");

  private final Map<String, byte[]> files = new TreeMap<>();
  private final String version;

  Assets() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String name : FILES) {
        try (InputStream in = Assets.class.getResourceAsStream("web/" + name)) {
          if (in == null) {
            throw new IllegalStateException("the file web/" + name + " is not in this build");
          }
          byte[] bytes = in.readAllBytes();
          digest.update(bytes);
          files.put(name, bytes);
        }
      }
      version = HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Below the prefix, without a slash at its end.
  String path() {
    return "/static/" + version;
  }

  Optional<Answer> file(String name) {
    return Optional.ofNullable(files.get(name))
        .map(bytes ->
            new Answer(
                200,
                type(name),
                bytes,
                List.of(
                    new Answer.Header("Cache-Control", "public, max-age=31536000, immutable"))));
  }

  private static String type(String name) {
    String end = name.substring(name.lastIndexOf('.') + 1);
    return switch (end) {
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "text/plain; charset=utf-8";
    };
  }
}
