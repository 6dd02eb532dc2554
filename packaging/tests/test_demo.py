"""`make demo`, as somebody types it who has just cloned this."""

import json
import os
import pathlib
import signal
import subprocess
import uuid
from collections.abc import Iterator

import pytest

from conftest import profile_of

ROOT = pathlib.Path(__file__).resolve().parents[2]
REPORT = ROOT / "build" / "demo.json"
# Ten seconds of recording, and a build on a busy machine.
PATIENCE_SECONDS = 600


@pytest.fixture
def marked() -> Iterator[dict[str, str]]:
    """An environment that all processes of a test inherit; none that has it may be left at the end."""
    mark = f"HOTCLUB_TEST_MARK={uuid.uuid4()}"
    name, _, value = mark.partition("=")
    yield {**os.environ, name: value}
    assert [command for pid, command in processes_with(mark)] == []


def processes_with(mark: str) -> list[tuple[int, str]]:
    found = []
    for environ in pathlib.Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in environ.read_bytes().split(b"\0"):
                command = (environ.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                found.append((int(environ.parent.name), command))
        except OSError:
            continue
    return found


def test_finds_the_shops_own_code_and_leaves_nothing_behind(marked: dict[str, str]) -> None:
    REPORT.unlink(missing_ok=True)
    done = subprocess.run(
        ["make", "demo", "DEMO=once"], cwd=ROOT, env=marked, capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(REPORT.read_text())
    assert any(function["place"].startswith(("books/", "orders/")) for function in report["widest"]), report["widest"]
    assert len(report["widest"]) == 5
    assert f"dump --pid {report['pid']}" in done.stdout
    assert any(finding["kind"] == "n_plus_one" for finding in report["findings"]) and len(report["findings"]) == 3
    assert all(finding["fixes"] for finding in report["findings"])
    assert report["address"] in done.stdout
    [picture] = report["files"]
    assert "edit_distance" in profile_of(pathlib.Path(picture))
    assert picture in done.stdout
    # the load, the only client, was served
    assert " 0 failed" in done.stdout


def test_ends_everything_when_it_is_told_to_end(marked: dict[str, str]) -> None:
    demo = subprocess.Popen(
        ["scripts/demo"],
        cwd=ROOT,
        env={**marked, "HOTCLUB": str(ROOT / "bin" / "hotclub")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with demo:
        for line in demo.stderr:
            if line.startswith("sampling "):
                demo.send_signal(signal.SIGTERM)
                break
        assert demo.wait(timeout=60) == 128 + signal.SIGTERM
