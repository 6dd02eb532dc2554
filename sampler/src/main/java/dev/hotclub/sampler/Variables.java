package dev.hotclub.sampler;

import dev.hotclub.remote.cpython.LocalVariable;
import dev.hotclub.remote.cpython.LocalsReader;
import dev.hotclub.remote.cpython.PythonProcess;
import dev.hotclub.remote.cpython.ValueLimits;
import dev.hotclub.remote.memory.Snapshot;
import java.util.List;
import java.util.Optional;

/// Reads as much of local variables as was asked for.
final class Variables {
  private final Optional<LocalsReader> reader;
  private final ValueLimits limits;

  Variables(PythonProcess process, LocalsDetail detail) {
    this.reader = detail == LocalsDetail.NONE ? Optional.empty() : Optional.of(process.locals());
    this.limits = detail == LocalsDetail.LONG ? ValueLimits.LONG : ValueLimits.SHORT;
  }

  /// For each frame of a copy; empty where they were not asked for.
  List<List<LocalVariable>> of(Snapshot snapshot) {
    return reader.map(locals -> locals.read(snapshot, limits)).orElse(List.of());
  }
}
