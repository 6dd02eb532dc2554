package dev.hotclub.remote.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The machine's CPUs, as `/sys/devices/system/cpu` lists them: `0-3,6`.
final class Cpus {
  /// More than any kernel is built for (`CONFIG_NR_CPUS`).
  private static final int MOST = 65_536;

  private Cpus() {}

  static List<Integer> online() throws BpfRefusal {
    return listed("online");
  }

  /// Those that per-CPU maps have a value for.
  static List<Integer> possible() throws BpfRefusal {
    return listed("possible");
  }

  private static List<Integer> listed(String which) throws BpfRefusal {
    try {
      return parse(Files.readString(Path.of("/sys/devices/system/cpu", which)));
    } catch (IOException | NumberFormatException e) {
      throw new BpfRefusal("listing the CPUs that are " + which, 2, String.valueOf(e.getMessage()));
    }
  }

  static List<Integer> parse(String list) {
    List<Integer> cpus = new ArrayList<>();
    for (String range : list.strip().split(",")) {
      String[] ends = range.split("-");
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int cpu = Integer.parseInt(ends[0]); cpu <= last && cpus.size() < MOST; cpu++) {
        cpus.add(cpu);
      }
    }
    return cpus;
  }
}
