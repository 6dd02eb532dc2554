"""Threads that stand still in known functions.

usage: standing.py DEPTH THREADS

Says "thread NATIVE_ID PYTHON_ID NAME" for each, then "ready", and goes on as its standard input says:
"collect" runs the garbage collector over many objects, anything else ends it.
"""
import sys
import threading

try:
    from threading import get_native_id
except ImportError:  # before 3.8
    import ctypes

    def get_native_id():
        return ctypes.CDLL(None).syscall(186)


lock = threading.Lock()
lock.acquire()
gone = threading.Lock()
depth = int(sys.argv[1])
arrived = threading.Semaphore(0)


def descend(left, action):
    if left:
        descend(left - 1, action)
    else:
        action()


def say(name):
    with gone:
        sys.stdout.write("thread %d %d %s\n" % (get_native_id(), threading.get_ident(), name))


def hold():
    arrived.release()
    lock.acquire()
    lock.release()


def worker(name):
    say(name)
    descend(depth, hold)


def main():
    threads = [threading.Thread(target=worker, args=("worker-%d" % i,)) for i in range(int(sys.argv[2]))]
    for thread in threads:
        thread.daemon = True
        thread.start()
    for _ in threads:
        arrived.acquire()
    say("main")
    descend(depth, wait)


def wait():
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    line = sys.stdin.readline()
    if line.startswith("collect"):
        collect()


def collect():
    import gc

    gc.disable()
    keep = [[i] for i in range(300000)]
    sys.stdout.write("collecting\n")
    sys.stdout.flush()
    while keep:
        gc.collect()


main()
