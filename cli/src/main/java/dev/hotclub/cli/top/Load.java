package dev.hotclub.cli.top;

import dev.hotclub.cli.Vitals;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.remote.process.ProcessFiles;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Processor time that processes take between two looks, native threads included.
final class Load {
  private Map<Integer, Duration> before;
  private long beforeNanos = System.nanoTime();

  /// @param pid the process that is known from the start; of others the first look is the start
  Load(int pid) {
    before = Map.of(pid, cpu(pid));
  }

  private static Duration cpu(int pid) {
    return Vitals.of(new ProcessFiles(pid)).cpu();
  }

  /// Since the last time this was asked; 1 is one processor.
  double share(List<ProcessInfo> processes) {
    long now = System.nanoTime();
    Map<Integer, Duration> cpu = new HashMap<>();
    Duration spent = Duration.ZERO;
    for (ProcessInfo process : processes) {
      Duration total = cpu(process.pid());
      cpu.put(process.pid(), total);
      Duration since = total.minus(before.getOrDefault(process.pid(), total));
      spent = since.isNegative() ? spent : spent.plus(since);
    }
    double share = (double) spent.toNanos() / Math.max(1, now - beforeNanos);
    before = cpu;
    beforeNanos = now;
    return share;
  }
}
