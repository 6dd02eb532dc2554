"""Threads that fight for the interpreter lock.

usage: busy.py THREADS
"""
import sys
import threading


def spin():
    while True:
        pass


def main():
    for _ in range(int(sys.argv[1]) - 1):
        thread = threading.Thread(target=spin)
        thread.daemon = True
        thread.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    spin()


main()
