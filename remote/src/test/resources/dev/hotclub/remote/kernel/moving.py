"""A stack that never stands still: two functions call each other to DEPTH and come back, for ever.

usage: moving.py DEPTH
"""
import sys

sys.setrecursionlimit(100000)


def even(left):
    if left:
        odd(left - 1)


def odd(left):
    if left:
        even(left - 1)


def run(depth):
    while True:
        even(depth)


sys.stdout.write("ready\n")
sys.stdout.flush()
run(int(sys.argv[1]))
