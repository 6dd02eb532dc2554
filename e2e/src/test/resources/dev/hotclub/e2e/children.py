"""Prints the ids of four children, each by another way to start one, and ends when its input does."""

import multiprocessing
import os
import subprocess
import sys

SPIN = "import os, threading\nwhile os.getppid() == {}: pass"


def spin(parent):
    while os.getppid() == parent:
        pass


if __name__ == "__main__":
    me = os.getpid()
    print("ready", flush=True)
    sys.stdin.readline()
    forked = multiprocessing.get_context("fork").Process(target=spin, args=(me,))
    spawned = multiprocessing.get_context("spawn").Process(target=spin, args=(me,))
    forked.start()
    spawned.start()
    run = subprocess.Popen([sys.executable, "-c", SPIN.format(me)])
    other = subprocess.Popen(["sleep", "1000"])
    print(forked.pid, spawned.pid, run.pid, flush=True)
    sys.stdin.readline()
    for child in (forked, spawned, run, other):
        child.kill()
