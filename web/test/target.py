"""A program with known shares, recorded for the browser's tests: `slow` three times as long as `quick`."""

import json


def work(n):
    return sum(i * i for i in range(n))


def slow():
    return work(30000)


def quick():
    return work(10000)


def encode():
    return json.dumps([{"n": i} for i in range(200)])


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def handle():
    slow()
    quick()
    encode()
    fib(12)


print("ready", flush=True)
while True:
    handle()
