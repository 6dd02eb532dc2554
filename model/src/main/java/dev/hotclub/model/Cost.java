package dev.hotclub.model;

import java.time.Duration;

/// What the measuring itself took.
///
/// @param held how long threads of the target were kept from running, all together
/// @param cpu the profiler's own processor time, user and system
/// @param kernelCpu processor time of the profiler's programs inside the kernel
public record Cost(Duration held, Duration cpu, Duration kernelCpu) {
  public static final Cost NONE = new Cost(Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
