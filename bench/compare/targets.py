"""Programs to be profiled. Usage: targets.py KIND DEPTH COUNTER

Each says "ready" once it does what it is for. COUNTER is a file of 8 bytes that is mapped into memory: the
work done so far, so that the profiler's effect on the target can be seen.
"""

import mmap
import struct
import sys
import threading
import time


def spin(counter):
    """Never sleeps; 1,000 turns of an empty loop a unit of work."""
    done = 0
    pack_into = struct.pack_into
    while True:
        for _ in range(1000):
            pass
        done += 1
        pack_into("<q", counter, 0, done)


def heavy(turns):
    total = 0
    for number in range(turns):
        total += number * number
    return total


def six_tenths():
    return heavy(6000)


def three_tenths():
    return heavy(3000)


def one_tenth():
    return heavy(1000)


def shares(counter):
    """Three functions that take 60, 30 and 10 per cent of the time."""
    while True:
        six_tenths()
        three_tenths()
        one_tenth()


def sleepers(counter):
    """49 threads that sleep and one that works."""
    for _ in range(49):
        threading.Thread(target=time.sleep, args=(1e6,), daemon=True).start()
    spin(counter)


def deep(levels, work, counter):
    if levels <= 1:
        work(counter)
    else:
        deep(levels - 1, work, counter)


def main():
    kind, depth, counter_file = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    sys.setrecursionlimit(10_000)
    with open(counter_file, "r+b") as file:
        counter = mmap.mmap(file.fileno(), 8)
    print("ready", flush=True)
    deep(depth - 2, {"spin": spin, "shares": shares, "sleepers": sleepers}[kind], counter)


main()
