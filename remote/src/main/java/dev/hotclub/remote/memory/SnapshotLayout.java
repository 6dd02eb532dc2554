package dev.hotclub.remote.memory;

/// The few numbers a reader needs to copy a thread's frames without understanding them. All offsets
/// in bytes; -1 where the interpreter's version has no such field.
///
/// @param tstateFrame in `PyThreadState`: pointer to the innermost frame, or to the `_PyCFrame`
///   that holds it
/// @param cframeFrame in `_PyCFrame` (3.11, 3.12): pointer to the innermost frame
/// @param datastackChunk in `PyThreadState` (3.11 and later): pointer to the newest
///   `_PyStackChunk`, followed by `datastack_top`, the address of the first unused byte in it
/// @param framePrevious in a frame: pointer to the caller's
/// @param frameSize bytes of a frame that the decoder needs, without its locals
public record SnapshotLayout(
    int tstateFrame, int cframeFrame, int datastackChunk, int framePrevious, int frameSize) {
  /// In `_PyStackChunk`: the older chunk, its size in bytes, the number of words in use when it was
  /// left (`pycore_pystate.h`, the same from 3.11 on), and the first word.
  public static final int CHUNK_PREVIOUS = 0;

  public static final int CHUNK_SIZE = 8;
  public static final int CHUNK_TOP = 16;
  public static final int CHUNK_DATA = 24;
}
