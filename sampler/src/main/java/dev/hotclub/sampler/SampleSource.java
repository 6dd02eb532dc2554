package dev.hotclub.sampler;

import dev.hotclub.model.Cost;
import dev.hotclub.model.Reader;
import java.time.Duration;
import java.util.List;

/// Takes the samples of a run, in one of three ways.
sealed interface SampleSource extends AutoCloseable permits KernelSource, LookSource {
  Reader reader();

  /// How long the run may sleep between two calls of `sample`; may differ after each.
  long beatNanos();

  /// A thread that shall be sampled from now on.
  void come(TrackedThread thread, long nowNanos);

  /// A thread that has ended.
  void gone(TrackedThread thread, long nowNanos, Emitter emitter);

  /// A process that shall be sampled from now on; told before its threads.
  void come(Target target);

  /// A process that has ended; told after its threads.
  void gone(Target target);

  /// Tells what there is to tell at this beat.
  ///
  /// @param endNanos when the run ends; nothing later is told
  void sample(long nowNanos, long endNanos, Emitter emitter);

  /// Tells what is open at the end of the run, or of a live view's window.
  void flush(long nowNanos, Emitter emitter);

  /// Passes on to the targets what must not wait; cheap.
  default void service() {}

  /// Whether `service` should be called within a millisecond.
  default boolean pending() {
    return false;
  }

  /// What a person should know of how it went, one line each.
  default List<String> notes() {
    return List.of();
  }

  /// How long threads of the targets have been held, all together.
  Duration held();

  /// Processor time spent inside the kernel's programs.
  Duration kernelCpu();

  /// Whether a process should be looked at again before its turn: it has a thread that nobody
  /// knows.
  boolean wantsRefresh();

  @Override
  void close();

  /// What the run cost so far.
  default Cost cost(Duration cpu) {
    return new Cost(held(), cpu, kernelCpu());
  }
}
