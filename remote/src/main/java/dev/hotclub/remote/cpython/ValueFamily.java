package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.UnmappedAddress;

/// Reads the objects of some types and writes them as Python's `repr` would.
interface ValueFamily {
  boolean reads(TypeObject type);

  /// @throws UnmappedAddress if the object cannot be read, or is none
  void write(long object, TypeObject type, ValueText out) throws UnmappedAddress;
}
