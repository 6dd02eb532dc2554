package dev.hotclub.codec;

import dev.hotclub.model.Frame;
import dev.hotclub.model.Profile;
import dev.hotclub.model.Stack;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Collapsed stacks: a line for each distinct stack, outermost function first, with its count at
/// the end. What py-spy calls `raw` and Brendan Gregg's `flamegraph.pl` reads.
public final class Collapsed {
  private Collapsed() {}

  /// Writes a profile; the stream stays open.
  public static void write(Profile profile, OutputStream out) throws IOException {
    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    for (Map.Entry<Stack, Long> entry : profile.values().entrySet()) {
      List<Frame> path = entry.getKey().frames().reversed();
      for (int i = 0; i < path.size(); i++) {
        text.append(i == 0 ? "" : ";").append(label(path.get(i)));
      }
      text.append(' ').append(Long.toString(entry.getValue())).append('\n');
    }
    text.flush();
  }

  /// A frame as py-spy names it: `function (file:line)`. Separators of the format become other
  /// signs.
  public static String label(Frame frame) {
    String name =
        frame.file().isEmpty()
            ? frame.function()
            : frame.function()
                + " ("
                + frame.shortFile()
                + (frame.line() == 0 ? ")" : ":" + frame.line() + ")");
    return name.replace(';', ':').replace('\n', ' ');
  }
}
