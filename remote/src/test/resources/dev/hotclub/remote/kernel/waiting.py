"""Waits a known number of times in two functions, after a line of standard input.

Says "waited SHORT LONG" at the end: how often the kernel has it that each function really gave its CPU away.
A sleep that is over before the kernel has put the thread aside gives nothing away.

usage: waiting.py SHORT LONG
"""
import resource
import sys
import time


def given_away():
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw


def short_wait():
    time.sleep(0.0002)


def long_wait():
    time.sleep(0.001)


sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.readline()
short = long = 0
for i in range(int(sys.argv[1])):
    before = given_away()
    short_wait()
    between = given_away()
    short += between - before
    if i < int(sys.argv[2]):
        long_wait()
        long += given_away() - between
sys.stdout.write("waited %d %d\ndone\n" % (short, long))
sys.stdout.flush()
sys.stdin.readline()
