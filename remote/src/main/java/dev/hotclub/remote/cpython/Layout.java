package dev.hotclub.remote.cpython;

import dev.hotclub.remote.memory.SnapshotLayout;

/// Where one build of CPython keeps what a reader needs, as plain numbers for the hot paths.
/// Offsets in bytes; -1 where the version has no such field.
///
/// @param header bytes of a `PyObject`: 16, or 32 in a free-threaded build
record Layout(
    PythonVersion version,
    int header,
    RuntimeState runtime,
    InterpreterState interpreter,
    ThreadState thread,
    Frame frame,
    Code code,
    Gil gil,
    Offsets offsets) {

  /// In `_PyRuntime` (3.7 and later); `gil` and `tstateCurrent` until 3.11, `collecting` until 3.8.
  record RuntimeState(int interpretersHead, int gil, int tstateCurrent, int collecting) {}

  /// In `PyInterpreterState`. `gil` is a pointer (3.12 and later).
  record InterpreterState(
      int next,
      int id,
      int threadsHead,
      int gil,
      int modules,
      int collecting,
      int codeGeneration) {}

  /// In `PyThreadState`. `frame` points to the frame, or, in 3.11 and 3.12, to a `_PyCFrame` that
  /// has the pointer at `cframeFrame`.
  record ThreadState(
      int next,
      int interpreter,
      int id,
      int nativeId,
      int frame,
      int cframeFrame,
      int datastackChunk) {}

  /// In `PyFrameObject` (until 3.10) or `_PyInterpreterFrame`.
  ///
  /// @param instruction until 3.9 an `int` index of bytes, 3.10 an `int` index of code units, then
  ///   a pointer
  /// @param size bytes that hold all of these fields
  /// @param cStackOwner lowest value of `owner` that marks a frame of the interpreter itself, not
  ///   of Python code
  record Frame(
      int previous,
      int code,
      int instruction,
      int owner,
      int locals,
      int bytecodeCopy,
      int size,
      int cStackOwner) {}

  /// In `PyCodeObject`.
  record Code(
      int size,
      int fileName,
      int name,
      int qualifiedName,
      int firstLine,
      int lineTable,
      int bytecode,
      int bytecodeCopies) {}

  /// In `struct _gil_runtime_state` (`Include/internal/pycore_gil.h`).
  ///
  /// @param enabled an `int` that says whether the lock is in force, in free-threaded builds; else
  ///   -1
  /// @param condition where its condition variables and mutexes begin; they end at `size`
  record Gil(int enabled, int lastHolder, int locked, int condition, int size) {}

  /// Two condition variables of 48 bytes and two mutexes of 40, with glibc and musl on 64 bits.
  private static final int WAIT_BYTES = 2 * (48 + 40);

  static Layout of(PythonVersion version, Offsets at) {
    int header = at.has("object.bytes") ? at.at("object.bytes") : 16;
    return new Layout(
        version,
        header,
        new RuntimeState(
            at.at("runtime.interpretersHead"),
            at.at("runtime.gil"),
            at.at("runtime.tstateCurrent"),
            at.at("runtime.collecting")),
        interpreter(at),
        new ThreadState(
            at.at("thread.next"),
            at.at("thread.interpreter"),
            at.at("thread.id"),
            at.at("thread.nativeId"),
            at.at("thread.frame"),
            at.at("cframe.frame"),
            at.at("thread.datastackChunk")),
        frame(version, at),
        new Code(
            at.at("code.size"),
            at.at("code.fileName"),
            at.at("code.name"),
            at.at("code.qualifiedName"),
            at.at("code.firstLine"),
            at.at("code.lineTable"),
            at.at("code.bytecode"),
            at.at("code.bytecodeCopies")),
        gil(version, at),
        at);
  }

  /// Interval, last holder, locked, switch number, then what waiters wait on: the same from 3.7 on,
  /// except that free-threaded builds have `enabled` before it.
  private static Gil gil(PythonVersion version, Offsets at) {
    int start = at.at("interpreter_state.gil_runtime_state");
    if (start < 0) {
      return new Gil(-1, 8, 16, 32, 32 + WAIT_BYTES);
    }
    int locked = at.at("interpreter_state.gil_runtime_state_locked") - start;
    return new Gil(
        version.freeThreaded() ? at.at("interpreter_state.gil_runtime_state_enabled") : -1,
        at.at("interpreter_state.gil_runtime_state_holder") - start,
        locked,
        locked + 16,
        locked + 16 + WAIT_BYTES);
  }

  private static InterpreterState interpreter(Offsets at) {
    int collecting =
        at.has("gc.collecting")
            ? at.at("interpreter.gc") + at.at("gc.collecting")
            : at.at("interpreter.collecting");
    return new InterpreterState(
        at.at("interpreter.next"),
        at.at("interpreter.id"),
        at.at("interpreter.threadsHead"),
        at.at("interpreter.gil"),
        at.at("interpreter.modules"),
        collecting,
        at.at("interpreter.codeGeneration"));
  }

  /// Owners: 0 thread, 1 generator, 2 frame object; 3 is the C stack in 3.12 and 3.13 and the
  /// interpreter from 3.14 on, where 4 is the C stack (`Include/internal/pycore_frame.h`,
  /// `pycore_interpframe_structs.h`).
  private static Frame frame(PythonVersion version, Offsets at) {
    int locals = at.at("frame.locals");
    // before 3.11 the fields end well before the locals, and a frame is copied alone
    int size = version.atLeast(3, 11) ? locals : at.at("frame.instruction") + 8;
    return new Frame(
        at.at("frame.previous"),
        at.at("frame.code"),
        at.at("frame.instruction"),
        at.at("frame.owner"),
        locals,
        at.at("frame.bytecodeCopy"),
        (size + 7) & -8,
        3);
  }

  /// What a reader that does not understand frames needs in order to copy them.
  SnapshotLayout snapshot() {
    return new SnapshotLayout(
        thread.frame, thread.cframeFrame, thread.datastackChunk, frame.previous, frame.size);
  }
}
