package dev.hotclub.sampler.live;

import dev.hotclub.model.ProcessInfo;
import java.time.Duration;
import java.util.List;

/// Everything that a live view shows at the end of a window.
///
/// @param processes those that were seen, in the order they were found
/// @param window how long the window was
/// @param sinceReset how long the cumulated times reach back
/// @param busyShare threads that ran or could have run, on average over the window; 1 is one thread
/// @param gilShare part of the window in which somebody held the global interpreter lock
/// @param samples samples that the table counts, in the window
/// @param functions by function, unsorted
/// @param lines by line, unsorted
/// @param threads every thread seen in the window
public record LiveView(
    List<ProcessInfo> processes,
    Duration window,
    Duration sinceReset,
    double busyShare,
    double gilShare,
    long samples,
    LiveQuality quality,
    List<LiveRow> functions,
    List<LiveRow> lines,
    List<LiveThread> threads) {
  public LiveView {
    processes = List.copyOf(processes);
    functions = List.copyOf(functions);
    lines = List.copyOf(lines);
    threads = List.copyOf(threads);
  }
}
