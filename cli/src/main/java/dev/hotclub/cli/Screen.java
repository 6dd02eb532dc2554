package dev.hotclub.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The two streams of a command, always UTF-8, and what stands behind them.
///
/// `System.console()` is not asked: it loads a terminal library, which takes longer than a dump.
record Screen(PrintStream out, PrintStream err, Paper outIs, Paper errIs) {
  /// What a stream ends in.
  enum Paper {
    TERMINAL,
    FILE_OR_PIPE
  }

  static Screen ofProcess() {
    return new Screen(stream(FileDescriptor.out), stream(FileDescriptor.err), paper(1), paper(2));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    // 8 KB: one write for most dumps; PrintStream flushes only when asked
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 8192),
        false,
        StandardCharsets.UTF_8);
  }

  /// What standard input comes from.
  static Paper inIs() {
    return paper(0);
  }

  private static Paper paper(int descriptor) {
    try {
      String path = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return path.startsWith("/dev/pts/")
              || path.startsWith("/dev/tty")
              || path.equals("/dev/console")
          ? Paper.TERMINAL
          : Paper.FILE_OR_PIPE;
    } catch (IOException unknown) {
      return Paper.FILE_OR_PIPE;
    }
  }

  void flush() {
    out.flush();
    err.flush();
  }
}
