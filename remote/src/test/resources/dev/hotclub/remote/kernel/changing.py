"""Does what its standard input says: a thread that starts and ends, a child process, another program."""
import os
import sys
import threading
import time


def in_thread():
    for _ in range(50):
        time.sleep(0.001)


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


say("ready")
while True:
    command = sys.stdin.readline().strip()
    if command == "thread":
        thread = threading.Thread(target=in_thread)
        thread.start()
        thread.join()
    elif command == "fork":
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
        say(str(child))
    elif command == "exec":
        os.execv("/bin/sleep", ["sleep", "1000"])
    else:
        break
    say("done")
