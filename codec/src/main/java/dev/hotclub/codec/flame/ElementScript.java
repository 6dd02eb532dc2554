package dev.hotclub.codec.flame;

import java.io.IOException;
import java.util.regex.Pattern;

/// The flame graph element as one script: the modules of `web/src` one after the other, in an order
/// in which everything is defined before it is used. Their top-level names differ, so that all that
/// has to go is what binds them to each other.
final class ElementScript {
  private static final Pattern IMPORT = Pattern.compile("(?m)^import [^;]*;\n");
  private static final Pattern EXPORT = Pattern.compile("(?m)^export (?=\\w)");

  private ElementScript() {}

  /// The script, to be run as a module.
  static String text() throws IOException {
    StringBuilder script = new StringBuilder();
    for (String module : Resources.text("modules.txt").strip().split("\n")) {
      String source = IMPORT.matcher(Resources.text(module)).replaceAll("");
      script.append(EXPORT.matcher(source).replaceAll("")).append('\n');
    }
    return script.toString();
  }
}
