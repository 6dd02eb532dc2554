"""Runs examples/shop under load beside `hotclub server`: what its requests do and the three worst findings with their
fixes; then `hotclub dump` and `hotclub record` on one of its workers, from outside.

Called by scripts/demo with the interpreter of the shop's environment and HOTCLUB in the environment. Keeps
its files in build/demo, and what it found in build/demo.json. Every process it starts is ended by it, or by
the kernel if it is killed itself.
"""

import ctypes
import dataclasses
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHOP = ROOT / "examples" / "shop"
FOLDER = ROOT / "build" / "demo"
REPORT = ROOT / "build" / "demo.json"
PYTHON = sys.executable
HOTCLUB = os.environ["HOTCLUB"]

WORKERS = 2
RECORD_SECONDS = 10
# A slow machine needs some seconds to start two Djangos; one that needs more has another problem.
START_SECONDS = 60
# Enough CPU time for a worker to have imported and answered what it answers under load.
WARM_CPU_SECONDS = 1.0
END_SECONDS = 15
PORTS_TRIED = 5
# `record` says its widest functions like this: 31%  edit_distance (books/duplicates.py:20)
WIDEST = re.compile(r"^(?:widest)?\s+<?\s*([\d.]+)\s?%\s+(\S.*?)(?: \(([^()]+)\))?$")
PR_SET_PDEATHSIG = 1


class DemoFailed(Exception):
    """Said in one line."""


class Processes:
    """What the demo has started, ended in reverse."""

    def __init__(self) -> None:
        self.running: list[subprocess.Popen[str]] = []

    def start(self, command: list[str], **options: object) -> "subprocess.Popen[str]":
        """Dies when this program does."""
        process = subprocess.Popen(command, text=True, preexec_fn=end_with_parent, **options)
        self.running.append(process)
        return process

    def start_apart(self, command: list[str], **options: object) -> "subprocess.Popen[str]":
        """Away from the terminal's Ctrl-C, which is for this program."""
        return self.start(command, start_new_session=True, **options)

    def wait(self, process: "subprocess.Popen[str]") -> None:
        process.wait()
        self.running.remove(process)

    def end(self, process: "subprocess.Popen[str]") -> None:
        self.running.remove(process)
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def end_all(self) -> None:
        while self.running:
            self.end(self.running[-1])


def end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    REPORT.unlink(missing_ok=True)
    processes = Processes()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        demo(processes)
        return 0
    except DemoFailed as failed:
        print(f"demo: {failed}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print()
        return 130 if not REPORT.exists() else 0
    finally:
        # a second Ctrl-C would leave processes behind
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        processes.end_all()


def demo(processes: Processes) -> None:
    fill_database()
    pages = start_hotclub_server(processes)
    payment_port = start_payment_api(processes)
    server, url = start_site(processes, payment_port, pages.url)
    with open(FOLDER / "load.txt", "w") as summary:
        load = processes.start_apart([PYTHON, "-u", str(SHOP / "load.py"), url], stdout=summary, stderr=summary)
    workers = children(server.pid)
    worker = warm_worker(workers, load)
    print(f"== the shop: {url}, gunicorn {server.pid}, workers {' and '.join(map(str, workers))}, 10 requests a second")
    hotclub(processes, "dump", "--pid", str(worker))
    picture = FOLDER / "shop.html"
    said = hotclub(processes, "record", "-d", str(RECORD_SECONDS), "-o", relative(picture), "--pid", str(worker))
    widest = widest_functions(said)
    if not widest or not picture.stat().st_size:
        raise DemoFailed(f"nothing was recorded of worker {worker}: is the machine too busy to serve the load?")
    print("\n== what the requests of the site do, by hotclub_django (one line in INSTALLED_APPS)")
    findings = worst_findings(pages)
    for finding in findings:
        tell(finding)
    report = {
        "address": pages.url,
        "token": pages.token,
        "findings": findings,
        "hotclub_server": pages.process.pid,
        "pid": worker,
        "server": server.pid,
        "workers": workers,
        "url": url,
        "files": [str(picture)],
        "widest": widest,
    }
    REPORT.write_text(json.dumps(report, indent=1) + "\n")
    print(f"== five widest functions: {', '.join(function['function'] for function in widest)}")
    print(f"== the picture: {picture}")
    print(f"== the pages: {pages.url}  token: {pages.token}")
    if os.environ.get("DEMO") != "once":
        stay(server, worker, url, pages)
    processes.end(load)
    print("== the load:", (FOLDER / "load.txt").read_text().strip())


def fill_database() -> None:
    """Made in a folder of its own and moved when it is complete, so that a run that was stopped leaves nothing half."""
    if (FOLDER / "shop" / "shop.sqlite3").exists():
        return
    print("== filling the shop's database")
    draft = FOLDER / f"shop.{os.getpid()}"
    for words in (["migrate", "-v0"], ["fill"]):
        subprocess.run([PYTHON, "manage.py", *words], cwd=SHOP, env=environment(SHOP_VAR=str(draft)), check=True)
    try:
        draft.rename(FOLDER / "shop")
    except OSError as there:
        raise DemoFailed(f"cannot make {FOLDER / 'shop'}: {there.strerror}: remove it and run again") from there


@dataclasses.dataclass(frozen=True)
class Pages:
    """The running `hotclub server`."""

    process: "subprocess.Popen[str]"
    url: str
    token: str

    def ask(self, path: str) -> dict:
        request = urllib.request.Request(self.url + "/api/v1" + path, headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=END_SECONDS) as answer:
            return json.load(answer)


def start_hotclub_server(processes: Processes) -> Pages:
    """With a store of its own that begins empty, on a port that is free."""
    folder = FOLDER / "server"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    log = folder / "log.txt"
    for _ in range(PORTS_TRIED):
        port = free_port()
        command = [HOTCLUB, "server", "--port", str(port), "--otlp-ports", "none", "--store", str(folder / "hotclub.duckdb")]
        with open(log, "w") as output:
            process = processes.start_apart(command, stdout=output, stderr=output)
        if wait_until(lambda process=process: process.poll() is not None or "is ready" in log.read_text()) and process.poll() is None:
            print(f"$ {relative(pathlib.Path(HOTCLUB))} {' '.join(command[1:])}\n{log.read_text().strip()}")
            return Pages(process, f"http://127.0.0.1:{port}", (folder / "token").read_text().strip())
        processes.end(process)
    raise DemoFailed(f"hotclub server did not start: {log.read_text().strip()}")


def worst_findings(pages: Pages) -> list[dict]:
    """The three that cost most, once enough has been seen."""
    found: list[dict] = []

    def enough() -> bool:
        found[:] = [one for one in pages.ask("/findings")["findings"] if one["fixes"]]
        kinds = {one["kind"] for one in found}
        return "n_plus_one" in kinds and len(found) >= 3

    if not wait_until(enough):
        raise DemoFailed(f"the server has found too little: {len(found)} findings; see {pages.url}")
    return found[:3]


def tell(finding: dict) -> None:
    fix = finding["fixes"][0]
    place = pathlib.Path(fix["at"]["file"])
    where = f"{relative(place)}:{fix['at']['line']}" if fix["at"]["file"] else ""
    predicted = f"{fix['nanosBefore'] / 1e6:.0f} -> {fix['nanosAfter'] / 1e6:.0f} ms"
    if fix["queriesAfter"] != fix["queriesBefore"]:
        predicted = f"{fix['queriesBefore']} -> {fix['queriesAfter']} queries, " + predicted
    print(f" * {finding['operation']}: {finding['title'][:150]}\n   {where}  {fix['change']}\n   predicted: {predicted}")


def start_payment_api(processes: Processes) -> int:
    process = processes.start_apart([PYTHON, "-u", "payment_api.py", "0"], cwd=SHOP, env=environment(), stdout=subprocess.PIPE)
    word, _, port = process.stdout.readline().partition(" ")
    if word != "ready":
        raise DemoFailed("the payment service did not start")
    return int(port)


def start_site(processes: Processes, payment_port: int, pages: str) -> "tuple[subprocess.Popen[str], str]":
    """A port that is free now may be taken a moment later: then another is tried."""
    log = FOLDER / "gunicorn.log"
    for _ in range(PORTS_TRIED):
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        variables = environment(
            SHOP_VAR=str(FOLDER / "shop"),
            SHOP_PORT=str(port),
            SHOP_PAYMENT_API=f"http://127.0.0.1:{payment_port}",
            SHOP_READABLE="1",
            SHOP_HOTCLUB=pages,
            SHOP_RELEASE="demo",
            PYTHONPATH=str(ROOT / "django" / "src"),
        )
        gunicorn = str(pathlib.Path(PYTHON).parent / "gunicorn")
        with open(log, "w") as output:
            server = processes.start_apart([gunicorn], cwd=SHOP, env=variables, stdout=output, stderr=output)
        if wait_until(lambda server=server, url=url: server.poll() is not None or ready(server, url)) and server.poll() is None:
            return server, url
        processes.end(server)
        if "in use" not in log.read_text():
            break
    raise DemoFailed(f"the shop did not start; the last lines of {log}:\n" + "\n".join(log.read_text().splitlines()[-5:]))


def ready(server: "subprocess.Popen[str]", url: str) -> bool:
    """Whether this server, not another that has the port, answers with all of its workers."""
    if len(children(server.pid)) < WORKERS or "Booting worker" not in (FOLDER / "gunicorn.log").read_text():
        return False
    try:
        with urllib.request.urlopen(url, timeout=START_SECONDS) as answer:
            return answer.status == 200
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children(parent: int) -> list[int]:
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            # the name, in parentheses, may hold anything
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return sorted(found)


def cpu_seconds(pid: int) -> float:
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError as gone:
        raise DemoFailed(f"worker {pid} has ended: see {FOLDER / 'gunicorn.log'}") from gone
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def warm_worker(workers: list[int], load: "subprocess.Popen[str]") -> int:
    """The worker that has most to do, once the load has reached it."""
    before = {pid: cpu_seconds(pid) for pid in workers}

    def busiest() -> int:
        return max(workers, key=lambda pid: cpu_seconds(pid) - before[pid])

    def warm() -> bool:
        if load.poll() is not None:
            raise DemoFailed(f"the load has ended: {(FOLDER / 'load.txt').read_text().strip()}")
        return cpu_seconds(busiest()) - before[busiest()] > WARM_CPU_SECONDS

    wait_until(warm)
    return busiest()


def wait_until(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def hotclub(processes: Processes, *words: str) -> list[str]:
    """Runs a command before the reader's eyes; what it said on standard error is returned too."""
    print(f"\n$ {relative(pathlib.Path(HOTCLUB))} {' '.join(words)}")
    said = []
    process = processes.start([HOTCLUB, *words], cwd=ROOT, stderr=subprocess.PIPE)
    for line in process.stderr:
        sys.stderr.write(line)
        said.append(line.rstrip("\n"))
    processes.wait(process)
    if process.returncode:
        raise DemoFailed(f"hotclub {words[0]} ended with {process.returncode}: what it says above helps; see README.md for rights")
    return said


def widest_functions(said: list[str]) -> list[dict]:
    found = []
    for line in said:
        match = WIDEST.match(line)
        if match:
            percent, function, place = match.groups()
            found.append({"function": function, "place": place or "", "percent": float(percent)})
    return found


def stay(server: "subprocess.Popen[str]", worker: int, url: str, pages: Pages) -> None:
    name = relative(pathlib.Path(HOTCLUB))
    print(
        f"""
The shop stays up until Ctrl-C: {url}; what Hotclub knows of it: {pages.url} (token {pages.token}).
In another terminal, in {ROOT}, try:
  {name} top --pid {worker}                                       where it is now, live
  {name} dump --locals --pid {worker}                             every thread, with its variables
  {name} record -d 10 -o all.hc --subprocesses --pid {server.pid}        all workers, every sample kept
  {name} convert all.hc -o all.html                             and from them a picture"""
    )
    server.wait()
    raise DemoFailed(f"the shop has ended: see {FOLDER / 'gunicorn.log'}")


def environment(**more: str) -> dict[str, str]:
    """Nobody's Django or gunicorn settings but the shop's."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SHOP_", "DJANGO_", "GUNICORN_", "PYTHON")) and name != "WEB_CONCURRENCY"
    }
    return ours | {"PYTHONDONTWRITEBYTECODE": "1"} | more


def relative(path: pathlib.Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    sys.exit(main())
