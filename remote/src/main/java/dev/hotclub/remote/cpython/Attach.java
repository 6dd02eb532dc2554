package dev.hotclub.remote.cpython;

/// What came of an attempt to look into a process.
public sealed interface Attach {
  record Attached(PythonProcess process) implements Attach {}

  record Failed(AttachFailure why) implements Attach {}
}
