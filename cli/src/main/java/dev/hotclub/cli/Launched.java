package dev.hotclub.cli;

import dev.hotclub.remote.cpython.Attach;
import dev.hotclub.remote.cpython.AttachFailure;
import dev.hotclub.remote.cpython.PythonProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program that was started to be looked at. It is a child of ours in the same terminal, so
/// Ctrl-C reaches both.
final class Launched {
  /// Where the program's own words go.
  enum Output {
    /// To our terminal, as if it had been started by hand.
    SHARED,
    /// To a file, because the screen is ours.
    KEPT
  }

  /// An interpreter is up within some ten milliseconds; a wrapper such as `uv run` may take seconds
  /// to come to it.
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  /// What passes between two tries is not recorded.
  private static final long BETWEEN_TRIES_MILLIS = 1;

  /// The system's words in Java's: `… error: 2 (No such file or directory)`, `error=13, Permission
  /// denied`.
  private static final Pattern REASON = Pattern.compile("error[=:] ?\\d+,? \\(?([^)]*)");

  private final Process process;
  private final String program;

  private Launched(Process process, String program) {
    this.process = process;
    this.program = program;
  }

  /// @param words the program and its arguments
  static Launched start(List<String> words, Output output) throws Failure {
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
    if (output == Output.KEPT) {
      Path log = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
      builder
          .redirectErrorStream(true)
          .redirectOutput(
              log.resolve("hotclub-" + ProcessHandle.current().pid() + ".log").toFile());
    }
    try {
      return new Launched(builder.start(), words.getFirst());
    } catch (IOException refused) {
      Matcher reason = REASON.matcher(String.valueOf(refused.getMessage()));
      String why = reason.find() ? reason.group(1).toLowerCase(Locale.ROOT) : reason.toString();
      throw new Failure("cannot start " + words.getFirst() + ": " + why, refused);
    }
  }

  /// Waits until Python runs in it.
  ///
  /// @return its pid
  int awaitPython(String command) throws Failure {
    long end = System.nanoTime() + PATIENCE_NANOS;
    int pid = (int) process.pid();
    while (true) {
      switch (PythonProcess.attach(pid)) {
        case Attach.Attached(PythonProcess python) -> {
          python.close();
          return pid;
        }
        case Attach.Failed(AttachFailure why) -> {
          if (ended()) {
            throw new Failure(
                program + " ended before Python ran in it (" + status(process.exitValue()) + ")");
          }
          boolean mayCome =
              why instanceof AttachFailure.NotPython || why instanceof AttachFailure.NotRunning;
          if (!mayCome || System.nanoTime() > end) {
            process.destroy();
            throw Failure.of(why, command);
          }
        }
      }
    }
  }

  private boolean ended() {
    try {
      return process.waitFor(BETWEEN_TRIES_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException wanted) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /// Whether it is still there.
  boolean runs() {
    return process.isAlive();
  }

  /// Waits for its end.
  ///
  /// @return how it ended, for a person
  String end() {
    try {
      return program + " ended with " + status(process.waitFor());
    } catch (InterruptedException wanted) {
      Thread.currentThread().interrupt();
      return program + " still runs";
    }
  }

  /// Ends it: it was started for a screen that is closed now.
  void stop() {
    process.destroy();
  }

  private static String status(int code) {
    return code > 128 ? "signal " + (code - 128) : "exit status " + code;
  }
}
