package dev.hotclub.remote.cpython;

/// A thread state of an interpreter.
///
/// @param tstate address of its `PyThreadState`
/// @param nativeId the kernel's thread id as our own pid namespace numbers it; 0 where it cannot be
///   known
/// @param pythonId `threading.get_ident()`
/// @param interpreterId 0 for the main interpreter
public record PythonThread(long tstate, int nativeId, long pythonId, long interpreterId) {}
