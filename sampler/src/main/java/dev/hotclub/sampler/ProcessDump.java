package dev.hotclub.sampler;

import dev.hotclub.model.ProcessInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Every Python thread of a process, each at one instant of its own.
///
/// @param collecting whether the garbage collector was running
/// @param held how long threads were kept from running for it, all together
/// @param took wall time of the whole dump
/// @param unread threads that ended or could not be read while it was made
/// @param note why running threads were not held although that was wanted
public record ProcessDump(
    ProcessInfo process,
    List<ThreadDump> threads,
    boolean collecting,
    Duration held,
    Duration took,
    int unread,
    Optional<String> note) {
  public ProcessDump {
    threads = List.copyOf(threads);
  }
}
