package dev.hotclub.codec.flame;

import dev.hotclub.model.Recording;
import dev.hotclub.model.View;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// A page that shows a profile as a flame graph: one file with everything in it, which fetches
/// nothing and, by its own policy, could not.
///
/// Names come from the profiled program and may be anything; they are packed as base64, in which
/// nothing can end a tag.
public final class FlameGraphHtml {
  private static final String STYLE =
      "html,body{height:100%;margin:0}@media(min-width:901px){hotclub-flamegraph{height:100%}}"
          + "html{color-scheme:light dark}noscript{display:block;padding:2em;font:16px system-ui}";

  private FlameGraphHtml() {}

  /// Writes a recording; the stream stays open.
  public static void write(Recording recording, View view, OutputStream out) throws IOException {
    Folded.Seen seen =
        switch (view.counting()) {
          case IDLE_TOO -> new WaitFrames();
          case BUSY, GIL_HOLDER -> sample -> sample;
        };
    Folded folded = Folded.of(recording, view, seen);
    String script = ElementScript.text();
    put(
        out,
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-%s'; \
        style-src 'sha256-%s'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="generator" content="%s">
        <title>%s</title>
        <style>%s</style>
        <hotclub-flamegraph>
        <noscript>This flame graph is drawn by a script inside this file; scripts are switched off.</noscript>
        <script type="application/x-hotclub-profile">\
        """
            .formatted(
                digest(script),
                digest(STYLE),
                escaped(folded.session().producer()),
                escaped(folded.title()),
                STYLE));
    packed(new ProfileDocument(folded), out);
    put(out, "</script>\n</hotclub-flamegraph>\n<script type=\"module\">" + script + "</script>\n");
    out.flush();
  }

  private static void packed(ProfileDocument document, OutputStream out) throws IOException {
    OutputStream kept =
        new FilterOutputStream(out) {
          @Override
          public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
          }

          @Override
          public void close() {
            // what is written into goes on
          }
        };
    Deflater deflater = new Deflater();
    try (OutputStream base64 = Base64.getEncoder().wrap(kept);
        OutputStream deflated = new DeflaterOutputStream(base64, deflater, 1 << 14)) {
      document.write(deflated);
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    } finally {
      deflater.end();
    }
  }

  private static void put(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// What a content security policy names an inline text by.
  private static String digest(String text) {
    try {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(utf8));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
