# Computes in two functions and two threads until it is killed.
import threading


def inner(n):
    return sum(range(n))


def outer():
    while True:
        inner(1000)
        inner(2000)


threading.Thread(target=outer, name="worker", daemon=True).start()
print("ready", flush=True)
outer()
