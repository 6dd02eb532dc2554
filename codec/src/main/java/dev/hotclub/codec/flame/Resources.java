package dev.hotclub.codec.flame;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// What `web/src` brings into this package.
final class Resources {
  private Resources() {}

  static String text(String name) throws IOException {
    try (InputStream in = Resources.class.getResourceAsStream("web/" + name)) {
      if (in == null) {
        throw new IOException("web/" + name + " is missing from the program itself");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
