package dev.hotclub.cli.top;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.Signals;

/// The whole terminal, until it is closed; then everything is as it was.
final class FullScreen implements AutoCloseable {
  /// A press is answered within this even where it comes with a signal.
  private static final Duration LONGEST_WAIT = Duration.ofMillis(50);

  /// What a terminal that does not tell its size is taken to have.
  private static final Size USUAL = new Size(80, 24);

  private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

  private final Terminal terminal;
  private final Attributes before;
  private final Display display;
  private final Keys keys;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicBoolean stopAsked = new AtomicBoolean();
  private Size drawn = new Size(0, 0);

  private FullScreen(Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal.getAttributes();
    this.display = new Display(terminal, true);
    this.keys = new Keys(terminal.reader());
    for (String signal : ENDING) {
      Signals.register(signal, () -> asked.set(true));
    }
    terminal.handle(Terminal.Signal.TSTP, _ -> stopAsked.set(true));
    enter();
  }

  private void enter() {
    terminal.enterRawMode();
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
    drawn = new Size(0, 0);
  }

  private void leave() {
    terminal.puts(Capability.cursor_normal);
    terminal.puts(Capability.exit_ca_mode);
    terminal.flush();
    terminal.setAttributes(before);
  }

  /// Takes the terminal over.
  ///
  /// @throws IOException if standard input and output are no terminal
  static FullScreen open() throws IOException {
    try {
      return new FullScreen(
          TerminalBuilder.builder()
              .name("hotclub")
              .system(true)
              .provider("ffm")
              .dumb(false)
              .encoding(StandardCharsets.UTF_8)
              .nativeSignals(true)
              .build());
    } catch (IllegalStateException refused) {
      throw new IOException("the terminal cannot be taken over", refused);
    }
  }

  int width() {
    return size().getColumns();
  }

  int height() {
    return size().getRows();
  }

  private Size size() {
    Size size = terminal.getSize();
    return size.getColumns() > 0 && size.getRows() > 0 ? size : USUAL;
  }

  /// Whether the size is another than what was drawn last.
  boolean resized() {
    return !size().equals(drawn);
  }

  /// Where Ctrl-Z was pressed: gives the terminal back, stops, and takes it again when it goes on.
  void stopIfAsked() throws IOException {
    if (!stopAsked.getAndSet(false)) {
      return;
    }
    leave();
    // a JVM cannot stop itself, and the `kill` of a shell is there where no other is
    Process stop =
        new ProcessBuilder("sh", "-c", "kill -STOP " + ProcessHandle.current().pid()).start();
    stop.onExit().join();
    enter();
  }

  /// Whether somebody asked by a signal to end.
  boolean endAsked() {
    return asked.get();
  }

  /// The next press, if it comes soon.
  Optional<Key> key(Duration wait) throws IOException {
    return keys.next(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
  }

  /// Sends what differs from what is there.
  void draw(List<AttributedString> lines) {
    Size size = size();
    if (!size.equals(drawn)) {
      // what a terminal keeps of a screen whose size changes is its own affair
      display.clear();
      display.resize(size.getRows(), size.getColumns());
      drawn = size;
    }
    display.update(new ArrayList<>(lines), -1);
    terminal.flush();
  }

  @Override
  public void close() throws IOException {
    leave();
    terminal.close();
    for (String signal : ENDING) {
      Signals.registerDefault(signal);
    }
  }
}
