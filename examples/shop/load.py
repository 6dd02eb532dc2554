#!/usr/bin/env python3
"""Visitors for the shop: a seeded mix of its pages at a steady rate, until SIGTERM, Ctrl-C or --seconds.

Needs nothing but Python. Requests start on a fixed beat; when every visitor is busy, beats are skipped and
counted, so the site is never flooded. At the end it prints how many requests each page took, and how long.
"""

import argparse
import collections
import dataclasses
import json
import queue
import random
import signal
import statistics
import sys
import threading
import time
import urllib.error
import urllib.request

# How many of a hundred requests.
MIX = {
    "front": 12,
    "list": 13,
    "list-joined": 6,
    "detail": 20,
    "search": 9,
    "duplicates": 7,
    "payment": 6,
    "delivery": 2,
    "delivery-gathered": 2,
    "checkout": 3,
    "export": 3,
    "authors": 4,
    "newest": 3,
    "receipts": 2,
    "categories": 2,
    "similar": 2,
    "together": 1,
    "reviews": 1,
    "voucher": 2,
}
PLAIN = {
    "authors": "/authors/",
    "newest": "/orders/",
    "receipts": "/orders/receipts/",
    "categories": "/categories/",
    "together": "/reports/together/",
    "reviews": "/reports/reviews.txt",
}
WORDS = "guitar swing river letter promise thunder violin the-minor".split()
PASSWORD = "minor swing"
ORDERS = 2000
CUSTOMERS = 200
PATIENCE_SECONDS = 30


@dataclasses.dataclass(frozen=True)
class Visit:
    """One request to make."""

    page: str
    path: str
    body: dict | None = None


class Visits:
    """What visitors ask for, the same sequence for the same seed."""

    def __init__(self, seed: int, slugs: list[str], fixed: bool):
        self.fixed = fixed
        self.chance = random.Random(seed)
        self.slugs = slugs

    def next(self) -> Visit:
        [page] = self.chance.choices(list(MIX), MIX.values())
        body = None
        if page == "front":
            path = "/"
        elif page == "list":
            path = f"/books/?page={self.chance.randint(1, 75)}"
        elif page == "list-joined":
            path = f"/books/joined/?page={self.chance.randint(1, 75)}"
        elif page == "detail":
            path = f"/books/{self.slug()}/"
        elif page == "search":
            path = f"/search/?q={self.chance.choice(WORDS)}"
        elif page == "duplicates":
            path = f"/reports/duplicates/?from={self.chance.randint(0, 2900)}"
        elif page == "payment":
            path = f"/orders/{self.chance.randint(1, ORDERS)}/payment/"
        elif page == "delivery":
            path = "/delivery/"
        elif page == "delivery-gathered":
            path = "/delivery/gathered/"
        elif page == "checkout":
            path = "/checkout/"
            customer = f"customer{self.chance.randrange(CUSTOMERS)}"
            body = {"customer": customer, "password": PASSWORD, "books": [self.slug(), self.slug()]}
        elif page in PLAIN:
            path = PLAIN[page]
        elif page == "similar":
            path = f"/books/{self.slug()}/similar/"
        elif page == "voucher":
            # one in four is mistyped
            path = f"/vouchers/{self.chance.choice(['SWING10', 'SWING20', 'MINOR15', 'SWINGTEN'])}/"
        else:
            path = "/orders/export.json"
        if self.fixed:
            path += ("&" if "?" in path else "?") + "fixed=1"
        return Visit(page, path, body)

    def slug(self) -> str:
        """A book; one in 25 is one of the three that everybody buys."""
        return self.chance.choice(self.slugs[:3] if self.chance.random() < 0.04 else self.slugs)


class Tally:
    """What came of the requests."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.seconds: dict[str, list[float]] = collections.defaultdict(list)
        self.failures: collections.Counter[str] = collections.Counter()
        self.skipped = 0

    def add(self, page: str, seconds: float, failure: str | None) -> None:
        with self.lock:
            if failure is None:
                self.seconds[page].append(seconds)
            else:
                self.failures[f"{page}: {failure}"] += 1

    def summary(self, elapsed: float) -> str:
        with self.lock:
            answered = sum(map(len, self.seconds.values()))
            lines = [
                f"{answered} requests in {elapsed:.1f} s ({answered / max(elapsed, 1e-9):.1f}/s), "
                f"{sum(self.failures.values())} failed, {self.skipped} beats skipped",
            ]
            for page, taken in sorted(self.seconds.items(), key=lambda item: -sum(item[1])):
                taken.sort()
                p99 = taken[min(len(taken) - 1, int(len(taken) * 0.99))]
                lines.append(
                    f"  {page:18} {len(taken):6}  p50 {statistics.median(taken) * 1e3:7.1f} ms  p99 {p99 * 1e3:7.1f} ms"
                )
            lines += [f"  failed {count}: {what}" for what, count in self.failures.most_common(10)]
            return "\n".join(lines)


def visit(url: str, wanted: Visit, tally: Tally) -> None:
    data = None if wanted.body is None else json.dumps(wanted.body).encode()
    start = time.monotonic()
    failure = None
    try:
        with urllib.request.urlopen(urllib.request.Request(url + wanted.path, data), timeout=PATIENCE_SECONDS) as answer:
            answer.read()
    except urllib.error.HTTPError as refused:
        # the fault of that page
        failure = None if (wanted.page, refused.code) == ("voucher", 500) else f"status {refused.code}"
    except OSError as broken:
        failure = type(broken).__name__
    tally.add(wanted.page, time.monotonic() - start, failure)


def visitor(url: str, wanted: "queue.Queue[Visit | None]", tally: Tally) -> None:
    while (next_visit := wanted.get()) is not None:
        visit(url, next_visit, tally)


def books_on_sale(url: str) -> list[str]:
    """Slugs of books that were bought lately, the most bought first."""
    with urllib.request.urlopen(url + "/orders/export.json", timeout=PATIENCE_SECONDS) as answer:
        orders = json.load(answer)
    counted = collections.Counter(line["book"] for order in orders for line in order["lines"])
    return [slug for slug, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


def run(arguments: argparse.Namespace, stop: threading.Event) -> Tally:
    visits = Visits(arguments.seed, books_on_sale(arguments.url), arguments.fixed)
    tally = Tally()
    wanted: queue.Queue[Visit | None] = queue.Queue(1)
    threads = [
        threading.Thread(target=visitor, args=(arguments.url, wanted, tally), name=f"visitor-{i}", daemon=True)
        for i in range(arguments.visitors)
    ]
    for thread in threads:
        thread.start()
    start = time.monotonic()
    beat = 0
    while arguments.seconds is None or beat < arguments.seconds * arguments.rate:
        beat += 1
        if stop.wait(max(0.0, start + beat / arguments.rate - time.monotonic())):
            break
        try:
            wanted.put_nowait(visits.next())
        except queue.Full:
            tally.skipped += 1
    for _ in threads:
        try:
            # who still waits for an answer when the time is over is not waited for
            wanted.put(None, timeout=1)
        except queue.Full:
            break
    for thread in threads:
        thread.join(timeout=1)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--rate", type=float, default=10, help="requests a second [default: 10]")
    parser.add_argument("--visitors", type=int, default=6, help="at the same time at most [default: 6]")
    parser.add_argument("--seed", type=int, default=1934, help="of the mix [default: 1934]")
    parser.add_argument("--fixed", action="store_true", help="ask every page for its mended twin")
    parser.add_argument("--seconds", type=float, help="how long [default: until it is stopped]")
    arguments = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    start = time.monotonic()
    try:
        tally = run(arguments, stop)
    except OSError as unreachable:
        print(f"load: {arguments.url} does not answer: {unreachable}", file=sys.stderr)
        return 1
    print(tally.summary(time.monotonic() - start))
    return 0


if __name__ == "__main__":
    sys.exit(main())
