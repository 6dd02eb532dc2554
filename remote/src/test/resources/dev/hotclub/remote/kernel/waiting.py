"""Waits a known number of times in two functions, after a line of standard input.

usage: waiting.py SHORT LONG
"""
import sys
import time


def short_wait():
    time.sleep(0.0002)


def long_wait():
    time.sleep(0.001)


sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.readline()
for i in range(int(sys.argv[1])):
    short_wait()
    if i < int(sys.argv[2]):
        long_wait()
sys.stdout.write("done\n")
sys.stdout.flush()
sys.stdin.readline()
