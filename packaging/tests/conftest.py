"""What is shipped, installed where nothing else is: no Java beside it, no settings, an own cache."""

import base64
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zlib
from collections.abc import Iterator

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The rehearsal runs at the lowest priority, and machines that test are busy.
CACHE_SECONDS = 300
COMMAND_SECONDS = 120

AS_NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]

TARGET = """
import time
def innermost():
    print("ready", flush=True)
    time.sleep(600)
def middle():
    innermost()
middle()
"""
BUSY_TARGET = """
def count_up():
    return sum(range(1000))
def keep_busy():
    while True:
        count_up()
print("ready", flush=True)
keep_busy()
"""


@dataclasses.dataclass
class Installed:
    """A `hotclub` somewhere, and the world it sees."""

    command: pathlib.Path
    cache: pathlib.Path
    environment: dict[str, str]

    def run(self, *words: str, **changes: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(self.command), *words],
            env=self.environment | changes,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
        )

    def start(self, *words: str, **changes: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [str(self.command), *words], env=self.environment | changes, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def made_cache(self, target: int) -> pathlib.Path:
        """The cache that the first use makes in the background."""
        self.run("dump", "--pid", str(target))
        deadline = time.monotonic() + CACHE_SECONDS
        while not (caches := list((self.cache / "hotclub").glob("*.aot"))):
            assert time.monotonic() < deadline, f"no cache in {self.cache} after {CACHE_SECONDS} s"
            time.sleep(0.2)
        return caches[0]

    def mapped_files(self, target: int, **changes: str) -> list[str]:
        """The files that a running command has in its memory: its Java, and the cache if it has taken one."""
        process = self.start("record", "--pid", str(target), "-f", "raw", "-o", "/dev/null", **changes)
        with process:
            try:
                for line in process.stderr:
                    if line.startswith("sampling "):
                        break
                lines = pathlib.Path(f"/proc/{process.pid}/maps").read_text().splitlines()
            finally:
                process.terminate()
        return sorted({line.split(maxsplit=5)[5] for line in lines if line.count("/")})


@pytest.fixture(scope="session")
def folder() -> Iterator[pathlib.Path]:
    """Readable for every user, unlike pytest's own."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="hotclub-packaging-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def tools(folder: pathlib.Path) -> pathlib.Path:
    """The commands of a small Debian, without a Java that this machine may have."""
    path = folder / "tools"
    path.mkdir()
    for name in ("cat", "env", "find", "grep", "id", "mkdir", "mv", "nice", "readlink", "rm", "sed", "sh", "sleep", "stat"):
        (path / name).symlink_to(shutil.which(name))
    # what is profiled; the archive rehearses on it, too
    (path / "python3").symlink_to(pathlib.Path(sys.executable).resolve())
    return path


def environment(tools: pathlib.Path, home: pathlib.Path) -> dict[str, str]:
    return {"PATH": str(tools), "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "LANG": "C.UTF-8"}


def profile_of(page: pathlib.Path) -> str:
    """The data inside a flame graph's page: deflated, in base64."""
    [packed] = re.findall(r'<script type="application/x-hotclub-profile">([^<]*)</script>', page.read_text())
    return zlib.decompress(base64.b64decode(packed)).decode()


def only(pattern: str) -> pathlib.Path:
    [found] = (ROOT / "dist").glob(pattern)
    return found


@pytest.fixture(scope="session")
def wheel(folder: pathlib.Path, tools: pathlib.Path) -> Installed:
    """`pip install dist/hotclub-*.whl` in an empty environment."""
    home = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True, timeout=COMMAND_SECONDS)
    subprocess.run([str(home / "bin" / "pip"), "install", "-q", str(only("hotclub-*.whl"))], check=True, timeout=600)
    user = folder / "user"
    user.mkdir()
    return Installed(home / "bin" / "hotclub", user / "cache", environment(tools, user))


@pytest.fixture(scope="session")
def archive(folder: pathlib.Path, tools: pathlib.Path) -> Installed:
    """The archive, unpacked."""
    with tarfile.open(only("hotclub-*.tar.gz")) as packed:
        packed.extractall(folder / "archive", filter="fully_trusted")
    [home] = (folder / "archive").iterdir()
    user = folder / "archive-user"
    user.mkdir()
    return Installed(home / "bin" / "hotclub", user / "cache", environment(tools, user))


def started(program: str, *prefix: str, python: str = sys.executable) -> "subprocess.Popen[str]":
    process = subprocess.Popen([*prefix, python, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def ended(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.fixture
def target() -> Iterator[int]:
    process = started(TARGET)
    yield process.pid
    ended(process)


@pytest.fixture
def busy_target() -> Iterator[int]:
    process = started(BUSY_TARGET)
    yield process.pid
    ended(process)


@pytest.fixture
def strangers_target() -> Iterator[int]:
    """A process of a user who is not us."""
    if os.getuid() != 0:
        pytest.skip("only root becomes another user")
    process = started(TARGET, *AS_NOBODY, python=foreign_python())
    yield process.pid
    ended(process)


def foreign_python() -> str:
    """A Python that every user may run: this one may lie in root's home."""
    for candidate in ("/usr/bin/python3", sys.executable):
        if subprocess.run([*AS_NOBODY, candidate, "-c", ""], capture_output=True).returncode == 0:
            return candidate
    pytest.skip("no Python here that other users may run")
    return ""
