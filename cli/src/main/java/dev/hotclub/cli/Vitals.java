package dev.hotclub.cli;

import dev.hotclub.remote.process.ProcessFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What the kernel says of a process as a whole.
///
/// @param up since it started
/// @param rssBytes memory it has in RAM
/// @param cpu processor time since it started, user and system
public record Vitals(Duration up, long rssBytes, Duration cpu) {
  /// `USER_HZ`: the unit of times in `/proc/pid/stat`, 100 on every architecture Hotclub runs on.
  private static final long TICK_NANOS = 10_000_000;

  static final Vitals UNKNOWN = new Vitals(Duration.ZERO, 0, Duration.ZERO);

  public static Vitals of(ProcessFiles process) {
    // man 5 proc counts fields from 1, and `stat()` starts with the third
    List<String> stat = process.stat();
    if (stat.size() < 20) {
      return UNKNOWN;
    }
    try {
      long cpuTicks = Long.parseLong(stat.get(14 - 3)) + Long.parseLong(stat.get(15 - 3));
      long startNanos = Long.parseLong(stat.get(22 - 3)) * TICK_NANOS;
      long rssBytes = process.statusNumber("VmRSS").orElse(0L) * 1024;
      return new Vitals(
          Duration.ofNanos(Math.max(0, sinceBootNanos() - startNanos)),
          rssBytes,
          Duration.ofNanos(cpuTicks * TICK_NANOS));
    } catch (NumberFormatException changed) {
      return UNKNOWN;
    }
  }

  /// `/proc/uptime`, whose clock is the one that `/proc/pid/stat` counts start times on.
  private static long sinceBootNanos() {
    try {
      String text = Files.readString(Path.of("/proc/uptime"));
      return (long) (Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1e9);
    } catch (IOException | RuntimeException unknown) {
      return 0;
    }
  }

  /// Share of one processor over its whole life.
  double cpuShare() {
    return up.isZero() ? 0 : (double) cpu.toNanos() / up.toNanos();
  }
}
