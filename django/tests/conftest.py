import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import pytest
from receiver import Receiver

HERE = pathlib.Path(__file__).parent
SITE = HERE / "site"
SOURCE = HERE.parent / "src"
BIN = pathlib.Path(sys.executable).parent


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL of its own on a free port; None where there is none, which is said."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [shutil.which("initdb")]
    if not found[-1]:
        print("hotclub: no PostgreSQL here: its tests run on SQLite only", file=sys.stderr)
        yield None
        return
    binaries = pathlib.Path(found[-1]).parent
    folder = tempfile.mkdtemp(prefix="hotclub-pg-")
    port = free_port()
    other = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if other:
        shutil.chown(folder, "postgres", "postgres")
    run = {"check": True, "stdout": subprocess.DEVNULL, "timeout": 90, "cwd": "/"}
    subprocess.run([*other, binaries / "initdb", "-D", f"{folder}/data", "-U", "hotclub", "-A", "trust", "--no-sync"], **run)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c unix_socket_permissions=0777"
    subprocess.run([*other, binaries / "pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", options, "start"], **run)
    yield port
    subprocess.run([*other, binaries / "pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop"], **run)
    shutil.rmtree(folder, ignore_errors=True)


class Site:
    """The site in a process of its own, under some server."""

    def __init__(self, folder, receiver, database=None, **hotclub):
        self.receiver = receiver
        self.process = None
        self.port = free_port()
        database = database or {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "db.sqlite")}
        self.log = folder / "log"
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{SOURCE}{os.pathsep}{SITE}",
            "DJANGO_SETTINGS_MODULE": "settings",
            "SITE_DATABASE": json.dumps(database),
            "SITE_OTHER": str(folder / "other.sqlite"),
            "SITE_HOTCLUB": json.dumps({"endpoint": receiver.url if receiver else "http://127.0.0.1:9", "service": "site", **hotclub}),
        }

    def command(self, *arguments, check=True):
        given = [sys.executable, "-m", "django", *arguments]
        return subprocess.run(given, env=self.environment, cwd=SITE, check=check, timeout=60, capture_output=True, text=True)

    def fill(self):
        watched, self.environment["SITE_HOTCLUB"] = self.environment["SITE_HOTCLUB"], ""
        # PostgreSQL checks foreign keys when tables are made
        self.command("migrate", "contenttypes")
        self.command("migrate", "--run-syncdb")
        self.command("migrate", "--run-syncdb", "--database", "other")
        self.command("fill")
        self.environment["SITE_HOTCLUB"] = watched
        return self

    def start(self, *arguments):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(arguments, env=self.environment, cwd=SITE, stdout=log, stderr=log)
        end = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                assert time.monotonic() < end and self.process.poll() is None, self.log.read_text()
                time.sleep(0.02)

    def gunicorn(self, *arguments):
        return self.start(BIN / "gunicorn", "-b", f"127.0.0.1:{self.port}", *arguments, "wsgi:application")

    def get(self, path, headers=None, data=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers or {}, data=data)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read(), refused.headers

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


@pytest.fixture
def receiver():
    found = Receiver()
    yield found
    found.close()


@pytest.fixture
def site(tmp_path, receiver):
    made = []

    def make(**settings):
        found = Site(tmp_path, settings.pop("receiver", receiver), **settings).fill()
        made.append(found)
        return found

    yield make
    for one in made:
        one.stop()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One site under gunicorn's threads, for the tests that only ask."""
    receiver = Receiver()
    found = Site(tmp_path_factory.mktemp("site"), receiver).fill().gunicorn("-k", "gthread", "--threads", "2")
    yield found
    found.stop()
    receiver.close()


@pytest.fixture
def asked(running):
    """Asks for a page; answers its unit and the spans of its trace."""

    def ask(path, headers=None):
        running.receiver.clear()
        running.get(path, headers)
        return running.receiver.unit("/" + path.split("/")[1])

    return ask
