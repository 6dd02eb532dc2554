#!/usr/bin/env python3
"""Compares Hotclub with other sampling profilers on this machine and writes a table of ratios.

Every round runs every tool once on the same live target, one after the other, so that whatever else the
machine does meets them all; a figure is the median of the rounds.

CPU a sample is the difference between a long and a short run of the same command, divided by the
difference of their samples: starting up, loading and writing the result cancel out. It counts the tool's
own processes (wait4); what a tool adds inside the target and the kernel is seen in the target, as work
done per second of the target's CPU time.

`held` is the share of wall time in which a target that never sleeps neither ran nor waited for a CPU
(/proc/PID/schedstat).
"""

import argparse
import os
import pathlib
import re
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


class Target:
    """A running program of targets.py."""

    def __init__(self, python, kind, depth, root=None):
        """root: the folder that is the target's `/`, for an interpreter that lives in one of its own."""
        self.counter = tempfile.NamedTemporaryFile(prefix="hotclub-bench-", dir=f"{root}/tmp" if root else None)
        self.counter.write(b"\0" * 8)
        self.counter.flush()
        script, counter = HERE / "targets.py", self.counter.name
        if root:
            shutil.copy(script, f"{root}/tmp/targets.py")
            script, counter = "/tmp/targets.py", counter.removeprefix(str(root))
        self.process = subprocess.Popen(
            [*(["chroot", root] if root else []), python, script, kind, str(depth), counter],
            stdout=subprocess.PIPE,
            text=True,
        )
        if self.process.stdout.readline().strip() != "ready":
            raise SystemExit(f"bench: the target {kind} did not start")
        self.pid = self.process.pid

    def work(self):
        return struct.unpack("<q", os.pread(self.counter.fileno(), 8, 0))[0]

    def times(self):
        """Seconds on a CPU, seconds waiting for one, wall seconds."""
        ran, waited = pathlib.Path(f"/proc/{self.pid}/schedstat").read_text().split()[:2]
        return int(ran) / 1e9, int(waited) / 1e9, time.monotonic()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.counter.close()


class Run:
    """What one run of a tool cost."""

    def __init__(self, command, target, samples_of, environment=None):
        work, (ran, waited, wall) = target.work(), target.times()
        began = time.monotonic()
        process = subprocess.Popen(
            [str(word) for word in command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.wall = time.monotonic() - began
        ran2, waited2, wall2 = target.times()
        self.cpu = usage.ru_utime + usage.ru_stime
        self.rss_mb = usage.ru_maxrss / 1024
        self.on_cpu = ran2 - ran
        span = wall2 - wall
        self.held = max(0.0, 1 - (ran2 - ran + waited2 - waited) / span)
        self.work_rate = (target.work() - work) / max(1e-9, self.on_cpu)
        self.samples = samples_of(said)
        self.said = said
        # 124: timeout(1) ended it, as austin wants to be
        if process.returncode not in (0, 124, -signal.SIGINT):
            raise RuntimeError(f"{command[0]} ended with {process.returncode}: {said[-400:]}")


def raw_samples(file):
    """Sum of the counts of collapsed stacks."""
    total = 0
    with open(file, errors="replace") as lines:
        for line in lines:
            _, _, count = line.rstrip().rpartition(" ")
            total += int(count) if count.isdigit() else 0
    return total


class Tool:
    def __init__(self, name, command, samples_of, environment=None):
        """command(pid, rate, seconds, out) and samples_of(said, out)"""
        self.name, self.command, self.samples_of, self.environment = name, command, samples_of, environment

    def run(self, target, rate, seconds):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "out"
            return Run(
                self.command(target.pid, rate, seconds, out),
                target,
                lambda said: self.samples_of(said, out),
                self.environment,
            )


def said_samples(said, _):
    found = re.search(r"reader: ([\d,]+) samples", said)
    return int(found.group(1).replace(",", "")) if found else 0


def tools(hotclub, spy, austin):
    def ours(reader, *more):
        return lambda pid, rate, seconds, out: [
            hotclub, "record", "-p", pid, "-r", rate, "-d", seconds, "-f", "hc", "-o", f"{out}.hc",
            "--reader", reader, *more,
        ]  # fmt: skip

    found = [
        Tool("hotclub kernel", ours("kernel"), said_samples),
        Tool("hotclub stop", ours("stop"), said_samples),
        Tool("hotclub look", ours("look"), said_samples),
    ]
    if spy:
        found.append(
            Tool(
                "py-spy",
                lambda pid, rate, seconds, out: [
                    spy, "record", "-p", pid, "-r", rate, "-d", seconds, "-f", "raw", "-o", out,
                ],
                lambda _, out: raw_samples(out),
            )
        )  # fmt: skip
        found.append(
            Tool(
                "py-spy --nonblocking",
                lambda pid, rate, seconds, out: [
                    spy, "record", "--nonblocking", "-p", pid, "-r", rate, "-d", seconds, "-f", "raw", "-o", out,
                ],
                lambda _, out: raw_samples(out),
            )
        )  # fmt: skip
    if austin:
        found.append(
            Tool(
                "austin",
                lambda pid, rate, seconds, out: [
                    "timeout", "-s", "INT", seconds, *austin, "-i", f"{max(1, 1_000_000 // rate)}us", "-p", pid,
                ],
                lambda said, _: austin_samples(said),
            )
        )  # fmt: skip
    return found


def austin_samples(said):
    """austin's closing lines: `Error rate . . 0/1440 (0.00%)`."""
    found = re.search(r"(\d+)/(\d+)", re.sub(r"\x1b\[[\d;]*m", "", said.partition("Error rate")[2]))
    return int(found.group(2)) if found else 0


def median(values):
    return statistics.median(values) if values else float("nan")


def marginal(tool, target, rate, short, long):
    first, second = tool.run(target, rate, short), tool.run(target, rate, long)
    more = second.samples - first.samples
    return {
        "us": (second.cpu - first.cpu) / more * 1e6 if more > 0 else float("nan"),
        "achieved": second.samples / long,
        "held": second.held,
        "work": second.work_rate,
        "rss": second.rss_mb,
    }


def table(head, rows):
    widths = [max(len(str(row[i])) for row in [head, *rows]) for i in range(len(head))]
    line = lambda row: "| " + " | ".join(str(cell).ljust(width) for cell, width in zip(row, widths)) + " |"
    return "\n".join([line(head), "|" + "|".join("-" * (width + 2) for width in widths) + "|", *map(line, rows)])


def ratio(value, base):
    return "—" if base != base or not base or value != value else f"{value / base:.1f}×"


def tachyon_section(options, all_tools):
    """CPython's own sampler needs a target of its own version: both live in the chroot."""
    if not options.tachyon:
        return "## CPython's own sampler\n\nNot run: there is no CPython 3.15 here."
    root = options.tachyon
    tachyon = Tool(
        "Tachyon (CPython 3.15)",
        lambda pid, rate, seconds, out: [
            "chroot", root, "/usr/bin/python3.15", "-m", "profiling.sampling", "attach", "-a",
            "-r", rate, "-d", seconds, "--collapsed", "-o", f"/tmp/hotclub-bench-{pid}.txt", pid,
        ],
        lambda _, __: max((raw_samples(file) for file in pathlib.Path(root, "tmp").glob("hotclub-bench-*.txt")), default=0),
    )  # fmt: skip
    ours = [tool for tool in all_tools if tool.name in ("hotclub kernel", "hotclub look")]
    # it looks for its target in /proc, which a bare folder has not
    subprocess.run(["mount", "--bind", "/proc", f"{root}/proc"], check=True)
    try:
        text = measured(options, [*ours, tachyon], lambda depth: Target("/usr/bin/python3.15", "spin", depth, root))
    finally:
        subprocess.run(["umount", f"{root}/proc"], check=True)
    for file in pathlib.Path(root, "tmp").glob("hotclub-bench-*.txt"):
        file.unlink()
    return "## CPython 3.15, beside its own sampler\n\n" + text


def cost_section(options, all_tools):
    text = measured(options, all_tools, lambda depth: Target(options.python, "spin", depth))
    return "## CPU a sample, rate and what the target feels\n\n" + text


def measured(options, all_tools, start):
    text = []
    for depth, rate in options.points:
        with start(depth) as target:
            results = {tool.name: [] for tool in all_tools}
            alone = []
            for _ in range(options.rounds):
                before, (ran, _, _) = target.work(), target.times()
                time.sleep(1)
                after, (ran2, _, _) = target.work(), target.times()
                alone.append((after - before) / max(1e-9, ran2 - ran))
                for tool in all_tools:
                    try:
                        results[tool.name].append(marginal(tool, target, rate, options.short, options.long))
                    except RuntimeError as failed:
                        print(f"bench: {tool.name}: {failed}", file=sys.stderr)
            base = median([one["us"] for one in results["hotclub kernel"]])
            rows = []
            for name, runs in results.items():
                if not runs:
                    continue
                us = median([one["us"] for one in runs])
                slower = 1 - median([one["work"] for one in runs]) / median(alone)
                achieved = median([one["achieved"] for one in runs])
                rows.append([
                    name,
                    f"{us:.2f}",
                    ratio(us, base),
                    f"{achieved:,.0f}",
                    f"{100 * median([one['held'] for one in runs]):.2f} %",
                    f"{max(0.0, slower) / achieved * 1e6:.2f}" if achieved else "—",
                    f"{median([one['rss'] for one in runs]):.0f} MB",
                ])  # fmt: skip
            head = [
                f"{depth} deep, {rate:,}/s", "CPU µs a sample", "to hotclub", "samples/s", "target held",
                "µs of the target a sample", "memory",
            ]  # fmt: skip
            text.append(table(head, rows))
            print(text[-1], flush=True)
    return "\n\n".join(text)


def always_section(options, all_tools):
    rows = []
    for kind, label in (("spin", "1 thread"), ("sleepers", "50 threads, 49 asleep")):
        with Target(options.python, kind, 20) as target:
            results = {tool.name: [] for tool in all_tools}
            for _ in range(options.rounds):
                for tool in all_tools:
                    try:
                        results[tool.name].append(tool.run(target, 100, options.always))
                    except RuntimeError as failed:
                        print(f"bench: {tool.name}: {failed}", file=sys.stderr)
            for name, runs in results.items():
                if runs:
                    share = median([run.cpu / options.always for run in runs])
                    rows.append([
                        label, name, f"{100 * share:.2f} %", f"{100 * median([run.held for run in runs]):.2f} %",
                        f"{median([run.rss_mb for run in runs]):.0f} MB",
                    ])  # fmt: skip
    head = ["target", "tool", "of a core", "target held", "memory"]
    text = table(head, rows)
    print(text, flush=True)
    return f"## {options.always} s at 100 a second, start-up included\n\n" + text


def dump_section(options, hotclub, spy):
    with Target(options.python, "spin", 20) as target:
        commands = {"hotclub dump": [hotclub, "dump", "-p", str(target.pid)]}
        if spy:
            commands["py-spy dump"] = [spy, "dump", "-p", str(target.pid)]
        walls = {name: [] for name in commands}
        for _ in range(max(11, options.rounds)):
            for name, command in commands.items():
                began = time.monotonic()
                subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
                walls[name].append((time.monotonic() - began) * 1e3)
    text = table(["command", "median ms", "fastest ms"], [[n, f"{median(w):.0f}", f"{min(w):.0f}"] for n, w in walls.items()])
    print(text, flush=True)
    return "## One dump, from the shell's fork to the last line\n\n" + text


def shares_section(options, all_tools):
    rows = []
    with Target(options.python, "shares", 20) as target:
        for tool in all_tools:
            with tempfile.TemporaryDirectory() as folder:
                out = pathlib.Path(folder) / "out.txt"
                command = [str(word) for word in tool.command(target.pid, 1000, 30, out)]
                if "hotclub" in tool.name:
                    command[command.index("hc")] = "raw"
                    command[command.index(f"{out}.hc")] = str(out)
                elif "py-spy" not in tool.name:
                    continue
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                counts, total = {}, 0
                for line in out.read_text().splitlines():
                    stack, _, count = line.rpartition(" ")
                    total += int(count)
                    for name in ("six_tenths", "three_tenths", "one_tenth"):
                        if name in stack:
                            counts[name] = counts.get(name, 0) + int(count)
                rows.append([tool.name, f"{total:,}"] + [f"{100 * counts.get(n, 0) / total:.1f} %" for n in ("six_tenths", "three_tenths", "one_tenth")])
    text = table(["tool", "samples", "60 %", "30 %", "10 %"], rows)
    print(text, flush=True)
    return "## A program with known shares, 30 s at 1,000 a second\n\n" + text


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hotclub", required=True)
    parser.add_argument("--py-spy", default=shutil.which("py-spy"))
    parser.add_argument("--austin", type=str.split, default=[])
    parser.add_argument("--tachyon", help="the folder that is `/` to a CPython 3.15, whose own sampler is measured")
    parser.add_argument("--python", default=sys.executable, help="interpreter of the targets")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--short", type=int, default=4)
    parser.add_argument("--long", type=int, default=10)
    parser.add_argument("--always", type=int, default=60)
    parser.add_argument("--points", default="10:10000,100:10000,1000:10000,10:100,100:100")
    parser.add_argument("--only", default="cost,tachyon,always,dump,shares")
    parser.add_argument("--out", type=pathlib.Path)
    options = parser.parse_args()
    options.points = [tuple(map(int, point.split(":"))) for point in options.points.split(",")]
    all_tools = tools(options.hotclub, options.py_spy, options.austin)
    parts = []
    for only in options.only.split(","):
        parts.append({
            "cost": lambda: cost_section(options, all_tools),
            "tachyon": lambda: tachyon_section(options, all_tools),
            "always": lambda: always_section(options, all_tools),
            "dump": lambda: dump_section(options, options.hotclub, options.py_spy),
            "shares": lambda: shares_section(options, all_tools),
        }[only]())  # fmt: skip
    if options.out:
        options.out.write_text("\n\n".join(parts) + "\n")


main()
