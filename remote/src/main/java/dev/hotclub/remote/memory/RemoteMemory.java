package dev.hotclub.remote.memory;

import java.lang.foreign.MemorySegment;

/// The bytes of another process, read while it runs. Two fields belong together only if one read
/// brought both.
public interface RemoteMemory {
  /// Fills `into` with the bytes at `address`.
  ///
  /// @throws UnmappedAddress if any byte of the range cannot be read, the process having ended
  ///   included
  void read(long address, MemorySegment into) throws UnmappedAddress;
}
