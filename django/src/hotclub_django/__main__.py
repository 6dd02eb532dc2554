"""`python -m hotclub_django -- gunicorn site.wsgi`: traces a process whose settings one may not touch."""

import os
import sys
from typing import List


def main(arguments: List[str]) -> int:
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    if not arguments:
        print("usage: python -m hotclub_django -- COMMAND [ARGUMENT ...]", file=sys.stderr)
        return 2
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bootstrap")
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = folder + (os.pathsep + before if before else "")
    # a virtual environment that was not activated has its commands beside its interpreter
    os.environ["PATH"] = os.environ.get("PATH", os.defpath) + os.pathsep + os.path.dirname(sys.executable)
    try:
        os.execvp(arguments[0], arguments)
    except OSError as failed:
        print(f"hotclub: cannot run {arguments[0]}: {failed.strerror}", file=sys.stderr)
        return 127


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
