package dev.hotclub.model;

/// One thread of a recording. Told again, with the same two keys, when its name becomes known.
///
/// @param pid its process
/// @param nativeId the kernel's thread id, as the profiler's own pid namespace numbers it
/// @param pythonId `threading.get_ident()`; 0 where unknown
/// @param name the `threading` module's name for it, `MainThread` for the main one, empty where
///   unknown
public record ThreadInfo(int pid, int nativeId, long pythonId, String name) {}
