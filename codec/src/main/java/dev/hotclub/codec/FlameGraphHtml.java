package dev.hotclub.codec;

import dev.hotclub.model.Recording;
import dev.hotclub.model.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;

/// A flame graph as one HTML page that needs nothing else: no network, no files beside it.
///
/// The profile lies in it deflated and as base64, so nothing that a profiled program calls itself
/// can become part of the page; the page's policy allows its own script and nothing more.
public final class FlameGraphHtml {
  private static final Pattern IMPORT = Pattern.compile("(?ms)^import .*?;\\n");
  private static final Pattern EXPORT = Pattern.compile("(?m)^export ");

  private FlameGraphHtml() {}

  /// Writes a recording; the stream stays open.
  public static void write(Recording recording, View view, OutputStream out) throws IOException {
    ProfileDocument document = ProfileDocument.of(recording, view);
    String script = script();
    out.write(head(document.title(), script).getBytes(StandardCharsets.UTF_8));
    try (OutputStream packed =
        new DeflaterOutputStream(Base64.getEncoder().wrap(new Unclosed(out)))) {
      document.write(packed);
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
    String tail =
        "</script></hotclub-flamegraph>\n<script type=\"module\">"
            + script
            + "</script>\n</body></html>\n";
    out.write(tail.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String head(String title, String script) {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '%s'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <style>html, body { margin: 0; height: 100%%; } hotclub-flamegraph { height: 100vh; }</style>
    </head><body>
    <noscript>This flame graph is drawn by a script inside this page: allow scripts to see it.</noscript>
    <hotclub-flamegraph><script type="application/x-hotclub-profile">\
    """
        .formatted(hash(script), escaped(title));
  }

  /// The modules of the element as one, in the order in which they need each other.
  private static String script() throws IOException {
    StringBuilder all = new StringBuilder("\n");
    for (String module : text("modules.txt").lines().toList()) {
      String source = IMPORT.matcher(text(module)).replaceAll("");
      all.append(EXPORT.matcher(source).replaceAll(""));
    }
    return all.toString();
  }

  private static String text(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(FlameGraphHtml.class.getResourceAsStream("flame/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /// Lets the packing end while the page goes on.
  private static final class Unclosed extends OutputStream {
    private final OutputStream out;

    Unclosed(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
      out.write(octet);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }
  }
}
