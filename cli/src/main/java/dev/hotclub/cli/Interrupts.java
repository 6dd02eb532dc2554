package dev.hotclub.cli;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/// Ctrl-C and its kin as a question that a loop can ask: the first asks for an orderly end, a
/// second ends at once.
///
/// A shutdown hook cannot tell the first from the second, and the exit code would be the signal's
/// although everything was written.
final class Interrupts {
  /// As a shell reports a process that SIGINT ended.
  private static final int ENDED_BY_INTERRUPT = 128 + 2;

  private final AtomicBoolean asked = new AtomicBoolean();

  private Interrupts() {}

  /// Takes over SIGINT, SIGTERM and SIGHUP of this process.
  static Interrupts taken() {
    Interrupts interrupts = new Interrupts();
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      Signals.register(name, interrupts::came);
    }
    return interrupts;
  }

  private void came() {
    if (asked.getAndSet(true)) {
      Runtime.getRuntime().halt(ENDED_BY_INTERRUPT);
    }
  }

  /// Whether somebody asked to end.
  boolean asked() {
    return asked.get();
  }
}
