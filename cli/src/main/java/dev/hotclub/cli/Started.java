package dev.hotclub.cli;

import dev.hotclub.remote.process.Program;
import java.time.Duration;
import java.util.Optional;

/// Sees to the end of a program that was started to be looked at: it does not outlive the command
/// that started it.
final class Started implements AutoCloseable {
  /// Ctrl-C reached it as well, and it may have something to put in order.
  private static final Duration BY_ITSELF = Duration.ofSeconds(1);

  private static final Duration BY_REQUEST = Duration.ofSeconds(5);

  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  private final Program program;
  private final Screen screen;

  Started(Program program, Screen screen) {
    this.program = program;
    this.screen = screen;
  }

  /// Waits for its end, and says how that was. One that goes on after its recording does so as if
  /// it had been started by hand.
  void awaitEnd() {
    String name = Printable.of(program.name());
    Optional<Program.End> end = program.awaitEnd(BY_ITSELF);
    if (end.isEmpty()) {
      screen.err().println(name + " goes on; Ctrl-C ends it");
      screen.flush();
    }
    while (end.isEmpty()) {
      end = program.awaitEnd(BY_REQUEST);
    }
    screen.err().println(name + " " + end.get().words());
  }

  @Override
  public void close() {
    if (program.pid() == 0 || program.end().isPresent()) {
      return;
    }
    program.signal(SIGTERM);
    if (program.awaitEnd(BY_REQUEST).isEmpty()) {
      program.signal(SIGKILL);
      screen.err().println(Printable.of(program.name()) + " did not end within 5 s: it is killed");
    }
  }
}
