"""Threads that stand still in every kind of Python call, and say where they are as CPython itself sees it.

Says "version X.Y.Z FREE_THREADED" and "ready" once every thread stands. Then, at each line of its standard input:
"report": for each thread that stands "thread NATIVE_ID PYTHON_ID NAME" and, innermost first, its frames as
"frame" FIRST_LINE LINE END_LINE COLUMN END_COLUMN QUALIFIED_NAME FILE, separated by tabs, and at last "reported";
"collect": says "collecting" and runs the garbage collector over many objects for good;
"spin": says "spinning" and lets three threads compete for good; "pass": says "passed". Runs on CPython 3.6 and later.
"""

import functools
import gc
import os
import sys
import threading

try:
    from threading import get_native_id
except ImportError:  # before 3.8
    import ctypes

    def get_native_id():
        return ctypes.CDLL(None).syscall(186)


forever = threading.Lock()
forever.acquire()
out = getattr(sys.stdout, "buffer", sys.stdout)
native = {}
standing = set()


def say(*words):
    out.write("\t".join(str(word) for word in words).encode("utf-8") + b"\n")
    out.flush()


def stand():
    standing.add(threading.get_ident())
    forever.acquire()


HOLD_LINE = stand.__code__.co_firstlineno + 2


def deep(left):
    if left:
        return deep(left - 1)
    return stand()


def through_c():
    # C functions that call back: each begins another stretch of the interpreter
    return sorted([2], key=lambda one: functools.reduce(lambda a, b: stand(), [one, 2]))


class Outer:
    class Inner:
        def method(self):
            return [self.closure(item)() for item in [1]]

        def closure(self, item):
            def called():
                stand()
                return item

            return called

        @property
        def attribute(self):
            return self.method()

        def __getattr__(self, name):
            return getattr(self, "attribute") if name == "missing" else None

        @staticmethod
        def over_lines():
            return max(
                1,
                Outer.Inner()
                .missing,
            )


def produce(left):
    if left:
        yield from produce(left - 1)
    stand()
    yield 1


def generators():
    for _ in (item for item in produce(3)):
        pass


class Awaited:
    def __await__(self):
        stand()
        yield


async def inner():
    await Awaited()


async def items():
    await inner()
    yield 1


async def outer():
    async for _ in items():
        pass


def coroutines():
    outer().send(None)


def größe_中文():
    stand()


def long_function():
    lines = ["def long():"] + ["    a%d = %d" % (i, i) for i in range(4000)] + ["    stand()", "long()"]
    exec(compile("\n".join(lines), "<långt>", "exec"), {"stand": stand})


def exceptions():
    try:
        raise ValueError("here")
    except ValueError:
        try:
            raise KeyError("there")
        finally:
            stand()


INNER = """import os

def inner():
    os.write({write}, b"x"); os.read({read}, 1)

def outer():
    inner()

outer()
"""


def subinterpreter():
    try:
        import _interpreters as interpreters
    except ImportError:
        try:
            import _xxsubinterpreters as interpreters
        except ImportError:  # 3.6
            said.release()
            return stand()
    read, write = os.pipe()
    other_read, other_write = os.pipe()

    def tell():
        os.read(read, 1)
        say("subinterpreter")
        said.release()

    threading.Thread(target=tell, daemon=True).start()
    code = INNER.format(write=write, read=other_read)
    standing.add(threading.get_ident())
    run = getattr(interpreters, "exec", interpreters.run_string)
    run(interpreters.create(), code)


said = threading.Semaphore(0)


def begin(name, action):
    native[threading.get_ident()] = (get_native_id(), name)
    action()


def spin():
    native[threading.get_ident()] = (get_native_id(), "spin")
    a = 0
    while True:
        a += 1


def position(frame):
    code = frame.f_code
    if not hasattr(code, "co_positions"):
        return frame.f_lineno, 0, -1, -1
    line, end, column, end_column = list(code.co_positions())[frame.f_lasti // 2]
    known = (0 if line is None else line, 0 if end is None else end)
    return known + tuple(-1 if at is None else at for at in (column, end_column))


def report():
    frames = sys._current_frames()
    for ident in standing:
        say("thread", native[ident][0], ident, native[ident][1])
        frame = frames[ident]
        while frame:
            code = frame.f_code
            name = getattr(code, "co_qualname", code.co_name)
            say("frame", code.co_firstlineno, *position(frame) + (name, code.co_filename))
            frame = frame.f_back


def collect():
    gc.disable()
    keep = [[i] for i in range(300000)]
    say("collecting")
    while keep:
        gc.collect()


def at_hold(ident):
    frame = sys._current_frames().get(ident)
    return frame is not None and (frame.f_lineno == HOLD_LINE or frame.f_code is subinterpreter.__code__)


def listen():
    while len(standing) < len(scenes) + 1 or not all(at_hold(ident) for ident in standing):
        os.sched_yield()
    say("version", "%d.%d.%d" % sys.version_info[:3], int(not getattr(sys, "_is_gil_enabled", lambda: True)()))
    say("ready")
    for line in sys.stdin:
        if line.startswith("report"):
            report()
            say("reported")
        elif line.startswith("collect"):
            collect()
        elif line.startswith("spin"):
            for _ in range(3):
                threading.Thread(target=spin, daemon=True).start()
            while len(native) < len(scenes) + 4:
                os.sched_yield()
            say("spinning")
        else:
            say("passed")
    os._exit(0)


scenes = [
    subinterpreter,
    functools.partial(deep, 300),
    through_c,
    Outer.Inner.over_lines,
    generators,
    coroutines,
    größe_中文,
    long_function,
    exceptions,
]


def main():
    for number, scene in enumerate(scenes):
        name = "szene-%d ✓" % number
        threading.Thread(target=begin, args=(name, scene), name=name, daemon=True).start()
        if not number:
            said.acquire()  # CPython 3.13.0 may crash when others start beside it
    threading.Thread(target=listen, name="listener", daemon=True).start()
    begin(threading.current_thread().name, lambda: deep(2))


main()
