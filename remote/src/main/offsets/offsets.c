/* Prints where CPython keeps what a reader of its memory needs: one "name offset" a line, -1 where the version has no such
 * field. Compiled by ./generate against the headers of each version before 3.13, which describes itself
 * (_Py_DebugOffsets). */
#define Py_BUILD_CORE 1
#include <Python.h>
#include <frameobject.h>
#include <stddef.h>
#include <stdio.h>

#if PY_VERSION_HEX >= 0x03080000
#include "internal/pycore_pystate.h"
#if PY_VERSION_HEX >= 0x03090000
#include "internal/pycore_interp.h"
#include "internal/pycore_runtime.h"
#include "internal/pycore_gc.h"
#include "internal/pycore_gil.h"
#include "internal/pycore_ceval.h"
#else
#include "internal/pycore_gil.h"
#include "internal/pycore_pymem.h"
#endif
#if PY_VERSION_HEX >= 0x030b0000
#include "internal/pycore_frame.h"
#include "internal/pycore_dict.h"
#include "internal/pycore_code.h"
#endif
#elif PY_VERSION_HEX >= 0x03070000
#include "internal/pystate.h"
#include "internal/gil.h"
#include "internal/mem.h"
#endif

#define IS PyInterpreterState
#define TS PyThreadState
#define SAY(name, value) printf("%s %ld\n", name, (long)(value))
#define AT(name, type, field) SAY(name, offsetof(type, field))
#define NONE(name) SAY(name, -1)

int main(void) {
  /* the runtime */
#if PY_VERSION_HEX >= 0x03070000
  AT("runtime.interpretersHead", _PyRuntimeState, interpreters.head);
#else
  NONE("runtime.interpretersHead");
#endif
#if PY_VERSION_HEX >= 0x03070000 && PY_VERSION_HEX < 0x030c0000
  AT("runtime.gil", _PyRuntimeState, ceval.gil);
  AT("runtime.tstateCurrent", _PyRuntimeState, gilstate.tstate_current);
#else
  NONE("runtime.gil");
  NONE("runtime.tstateCurrent");
#endif
#if PY_VERSION_HEX >= 0x03070000 && PY_VERSION_HEX < 0x03090000
  SAY("runtime.collecting", offsetof(_PyRuntimeState, gc) + offsetof(struct _gc_runtime_state, collecting));
#else
  NONE("runtime.collecting");
#endif

  /* an interpreter */
  AT("interpreter.next", IS, next);
#if PY_VERSION_HEX >= 0x03070000
  AT("interpreter.id", IS, id);
#else
  NONE("interpreter.id");
#endif
#if PY_VERSION_HEX >= 0x030b0000
  AT("interpreter.threadsHead", IS, threads.head);
#else
  AT("interpreter.threadsHead", IS, tstate_head);
#endif
#if PY_VERSION_HEX >= 0x030c0000
  AT("interpreter.gil", IS, ceval.gil);
  AT("interpreter.modules", IS, imports.modules);
#else
  NONE("interpreter.gil");
  AT("interpreter.modules", IS, modules);
#endif
#if PY_VERSION_HEX >= 0x03090000
  SAY("interpreter.collecting", offsetof(IS, gc) + offsetof(struct _gc_runtime_state, collecting));
#else
  NONE("interpreter.collecting");
#endif

  /* the global interpreter lock */
#if PY_VERSION_HEX >= 0x03070000
  AT("gil.lastHolder", struct _gil_runtime_state, last_holder);
  AT("gil.locked", struct _gil_runtime_state, locked);
  AT("gil.switchNumber", struct _gil_runtime_state, switch_number);
  AT("gil.condition", struct _gil_runtime_state, cond);
  SAY("gil.size", sizeof(struct _gil_runtime_state));
#else
  NONE("gil.lastHolder");
  NONE("gil.locked");
  NONE("gil.switchNumber");
  NONE("gil.condition");
  NONE("gil.size");
#endif

  /* a thread */
  AT("thread.next", TS, next);
  AT("thread.interpreter", TS, interp);
  AT("thread.id", TS, thread_id);
#if PY_VERSION_HEX >= 0x030b0000
  AT("thread.nativeId", TS, native_thread_id);
  AT("thread.frame", TS, cframe);
  AT("thread.datastackChunk", TS, datastack_chunk);
  AT("cframe.frame", _PyCFrame, current_frame);
#else
  NONE("thread.nativeId");
  AT("thread.frame", TS, frame);
  NONE("thread.datastackChunk");
  NONE("cframe.frame");
#endif

  /* a frame */
#if PY_VERSION_HEX >= 0x030b0000
  AT("frame.previous", _PyInterpreterFrame, previous);
  AT("frame.code", _PyInterpreterFrame, f_code);
  AT("frame.instruction", _PyInterpreterFrame, prev_instr);
  AT("frame.owner", _PyInterpreterFrame, owner);
  AT("frame.locals", _PyInterpreterFrame, localsplus);
#else
  AT("frame.previous", PyFrameObject, f_back);
  AT("frame.code", PyFrameObject, f_code);
  AT("frame.instruction", PyFrameObject, f_lasti);
  NONE("frame.owner");
  AT("frame.locals", PyFrameObject, f_localsplus);
#endif

  /* a code object */
  SAY("code.size", sizeof(PyCodeObject));
  AT("code.fileName", PyCodeObject, co_filename);
  AT("code.name", PyCodeObject, co_name);
  AT("code.firstLine", PyCodeObject, co_firstlineno);
  AT("code.argumentCount", PyCodeObject, co_argcount);
  AT("code.keywordOnlyCount", PyCodeObject, co_kwonlyargcount);
  AT("code.flags", PyCodeObject, co_flags);
#if PY_VERSION_HEX >= 0x030b0000
  AT("code.qualifiedName", PyCodeObject, co_qualname);
  AT("code.lineTable", PyCodeObject, co_linetable);
  AT("code.localNames", PyCodeObject, co_localsplusnames);
  AT("code.localKinds", PyCodeObject, co_localspluskinds);
  AT("code.bytecode", PyCodeObject, co_code_adaptive);
  NONE("code.cellNames");
  NONE("code.freeNames");
#else
  NONE("code.qualifiedName");
#if PY_VERSION_HEX >= 0x030a0000
  AT("code.lineTable", PyCodeObject, co_linetable);
#else
  AT("code.lineTable", PyCodeObject, co_lnotab);
#endif
  AT("code.localNames", PyCodeObject, co_varnames);
  NONE("code.localKinds");
  NONE("code.bytecode");
  AT("code.cellNames", PyCodeObject, co_cellvars);
  AT("code.freeNames", PyCodeObject, co_freevars);
#endif

  /* builtin objects */
  AT("object.type", PyObject, ob_type);
  AT("object.size", PyVarObject, ob_size);
  AT("type.name", PyTypeObject, tp_name);
  AT("type.basicSize", PyTypeObject, tp_basicsize);
  AT("type.itemSize", PyTypeObject, tp_itemsize);
  AT("type.flags", PyTypeObject, tp_flags);
  AT("type.dictOffset", PyTypeObject, tp_dictoffset);
  AT("type.mro", PyTypeObject, tp_mro);
  AT("type.dict", PyTypeObject, tp_dict);
  SAY("type.heapCachedKeys",
#if PY_VERSION_HEX >= 0x03030000
      offsetof(PyHeapTypeObject, ht_cached_keys)
#endif
  );
  AT("string.length", PyASCIIObject, length);
  AT("string.state", PyASCIIObject, state);
  SAY("string.asciiData", sizeof(PyASCIIObject));
  SAY("string.compactData", sizeof(PyCompactUnicodeObject));
  AT("bytes.data", PyBytesObject, ob_sval);
  AT("tuple.items", PyTupleObject, ob_item);
  AT("list.items", PyListObject, ob_item);
  AT("dict.used", PyDictObject, ma_used);
  AT("dict.keys", PyDictObject, ma_keys);
  AT("dict.values", PyDictObject, ma_values);
  AT("set.used", PySetObject, used);
  AT("set.mask", PySetObject, mask);
  AT("set.table", PySetObject, table);
  AT("float.value", PyFloatObject, ob_fval);
#if PY_VERSION_HEX >= 0x030c0000
  AT("int.tag", PyLongObject, long_value.lv_tag);
  AT("int.digits", PyLongObject, long_value.ob_digit);
#else
  SAY("int.tag", -1);
  AT("int.digits", PyLongObject, ob_digit);
#endif
  SAY("cell.value", sizeof(PyObject));
  return 0;
}
