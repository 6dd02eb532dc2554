/// CPython as seen from outside its process, versions 3.6 to 3.15.
///
/// ```
/// attach:  mappings → ELF section, symbols or scan → runtime → Layout → PythonProcess
/// thread:  PyThreadState → innermost frame → Snapshot → StackParser → Stack
/// ```
///
/// Which version keeps what where is known here and nowhere else: `Layout` is read from the
/// target's own `_Py_DebugOffsets` from 3.13 on, and from tables made of the version's headers
/// before that (`offsets-3.x` beside these classes; `remote/src/main/offsets/generate` makes them).
@org.jspecify.annotations.NullMarked
package dev.hotclub.remote.cpython;
