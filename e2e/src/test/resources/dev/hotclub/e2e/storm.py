"""Runs storm.c, built as a library, on threads that Python knows: so they are sampled and stopped."""

import ctypes
import sys
import threading

lib = ctypes.CDLL(sys.argv[1])
for name in ("in_epoll", "in_recv", "in_sleep_and_poll", "counter"):
    body = getattr(lib, name)
    body.argtypes = [ctypes.c_void_p]
    body.restype = ctypes.c_void_p
    threading.Thread(target=body, args=(None,), name=name, daemon=True).start()
lib.storm(2, (ctypes.c_char_p * 2)(b"storm", sys.argv[2].encode()))
