"""Takes finished units off the request's thread and sends them: one thread a process, a bounded buffer, nothing ever raised."""

import atexit
import gzip
import http.client
import logging
import os
import ssl
import sys
import threading
import time
from collections import deque
from typing import Any, Deque, Dict, List, Optional
from urllib.parse import urlsplit

from . import __version__, conf, masking, otlp
from .encode import Encoder
from .units import Unit

logger = logging.getLogger("hotclub")

BEAT_SECONDS = 0.5
TIMEOUT_SECONDS = 5.0
LARGEST_BATCH_SPANS = 2_000
LONGEST_PAUSE_SECONDS = 30.0
# What cannot be sent at once is kept encoded up to here.
MOST_KEPT_BYTES = 16 << 20
SCOPE = ("hotclub_django", __version__)


def unpatched(module: str, name: str) -> Any:
    """The real thing under gevent or eventlet: our thread must not run in the application's loop."""
    if "gevent.monkey" in sys.modules:
        return sys.modules["gevent.monkey"].get_original(module, name)
    if "eventlet.patcher" in sys.modules:
        return getattr(sys.modules["eventlet.patcher"].original(module), name)
    return getattr(sys.modules[module] if module in sys.modules else __import__(module), name)


class Exporter:
    """One for each process; made anew in a child of a fork."""

    def __init__(self, settings: conf.Settings, hasher: masking.Hasher) -> None:
        self.settings = settings
        self.encoder = Encoder(settings, hasher)
        self.queue: Deque[Unit] = deque()
        self.waiting_spans = 0
        self.dropped: Dict[str, int] = {}
        self.sent_spans = 0
        self.pid = os.getpid()
        self.started = time.time_ns()
        self._kept: Deque[Any] = deque()
        self._kept_bytes = 0
        self._connection: Any = None
        self._pause = 0.0
        self._not_before = 0.0
        self._lock = threading.Lock()
        self._stop = False
        self._reported: Dict[str, int] = {}
        self._resource = conf.resource(settings)
        self._thread: Optional[int] = None

    def put(self, unit: Unit) -> None:
        """Called on the request's thread: a count and an append."""
        spans = len(unit.spans) + 1
        if self.waiting_spans + spans > self.settings.buffer_spans:
            self.drop("buffer full", spans)
            return
        self.waiting_spans += spans
        self.queue.append(unit)
        if self._thread is None:
            self.start()

    def drop(self, reason: str, spans: int) -> None:
        self.dropped[reason] = self.dropped.get(reason, 0) + spans

    def start(self) -> None:
        with self._lock:
            if self._thread is not None:
                return
            self._thread = 0
        try:
            uwsgi = sys.modules.get("uwsgi")
            if uwsgi is not None and not uwsgi.opt.get("enable-threads"):
                logger.error("hotclub: uWSGI runs without --enable-threads: nothing can be sent from a thread; add it to uWSGI's options")
            start = unpatched("_thread", "start_new_thread")
            self._thread = start(self.run, ())
        except Exception as failed:
            logger.error("hotclub: no thread can be started, nothing is sent: %s", failed)

    def run(self) -> None:
        sleep = unpatched("time", "sleep")
        while not self._stop and self.pid == os.getpid():
            try:
                sleep(BEAT_SECONDS)
                self.flush()
            except Exception as failed:
                self.drop("failed", 1)
                if sys.is_finalizing():
                    return
                logger.debug("hotclub: %r", failed)

    def flush(self) -> None:
        """Sends what waits. By the thread; and once more when the process ends."""
        while self.queue:
            self.keep(self.batch())
        self.report()
        while self._kept and time.monotonic() >= self._not_before:
            path, body, spans = self._kept[0]
            if not self.send(path, body, spans):
                break
            self._kept.popleft()
            self._kept_bytes -= len(body)

    def batch(self) -> Any:
        spans: List[bytes] = []
        taken = 0
        while self.queue and len(spans) < LARGEST_BATCH_SPANS:
            unit = self.queue.popleft()
            taken += len(unit.spans) + 1
            try:
                spans.extend(self.encoder.spans(unit))
            except Exception as failed:
                self.drop("not encoded", len(unit.spans) + 1)
                logger.debug("hotclub: %r", failed)
        self.waiting_spans -= taken
        return "/v1/traces", otlp.request(self._resource, SCOPE, spans), len(spans)

    def keep(self, message: Any) -> None:
        path, body, spans = message
        if spans == 0:
            return
        body = gzip.compress(body, 1)
        while self._kept and self._kept_bytes + len(body) > MOST_KEPT_BYTES:
            _, old, lost = self._kept.popleft()
            self._kept_bytes -= len(old)
            self.drop("server away", lost)
        self._kept.append((path, body, spans))
        self._kept_bytes += len(body)

    def report(self) -> None:
        if self.dropped and self.dropped != self._reported:
            self._reported = dict(self.dropped)
            body = otlp.counter_request(self._resource, SCOPE, "hotclub.dropped", self._reported, self.started, time.time_ns())
            self._kept.append(("/v1/metrics", gzip.compress(body, 1), 0))

    def send(self, path: str, body: bytes, spans: int) -> bool:
        """Whether that message is done with: taken, or refused for good."""
        try:
            status, retry_after = self.post(path, body)
        except Exception as failed:
            self.close()
            self.wait(None)
            logger.debug("hotclub: %s is not to be reached: %r", self.settings.endpoint, failed)
            return False
        if status in (429, 502, 503, 504):
            self.wait(retry_after)
            return False
        self._pause = 0.0
        if status >= 300:
            self.drop(f"refused with {status}", spans)
        else:
            self.sent_spans += spans
        return True

    def wait(self, seconds: Optional[float]) -> None:
        self._pause = min(LONGEST_PAUSE_SECONDS, seconds if seconds is not None else max(BEAT_SECONDS, self._pause * 2))
        self._not_before = time.monotonic() + self._pause

    def post(self, path: str, body: bytes) -> Any:
        address = urlsplit(self.settings.endpoint)
        if self._connection is None:
            if address.scheme == "https":
                self._connection = http.client.HTTPSConnection(
                    address.hostname or "", address.port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
                )
            else:
                self._connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=TIMEOUT_SECONDS)
        headers = {"Content-Type": "application/x-protobuf", "Content-Encoding": "gzip"}
        if self.settings.token:
            headers["Authorization"] = f"Bearer {self.settings.token}"
        self._connection.request("POST", address.path.rstrip("/") + path, body, headers)
        answer = self._connection.getresponse()
        answer.read(65_536)
        if answer.will_close or not answer.isclosed():
            self.close()
        after = answer.headers.get("Retry-After", "")
        return answer.status, float(after) if after.isdigit() else None

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def end(self) -> None:
        """At the end of the process: one try, no waiting for a server that is away."""
        self._stop = True
        if self.pid == os.getpid() and (self.queue or self._kept):
            try:
                self._not_before = 0.0
                self.flush()
            except Exception as failed:
                logger.debug("hotclub: %r", failed)


_exporter: Optional[Exporter] = None
_lock = threading.Lock()


def exporter() -> Exporter:
    """This process's own, made on first use."""
    global _exporter
    found = _exporter
    if found is not None and found.pid == os.getpid():
        return found
    with _lock:
        if _exporter is None or _exporter.pid != os.getpid():
            settings = conf.loaded()
            _exporter = Exporter(settings, masking.Hasher(key_of(settings)))
        return _exporter


def key_of(settings: conf.Settings) -> bytes:
    """The deployment's: given, or derived from Django's secret key. Never sent."""
    from django.conf import settings as django_settings

    given = settings.hash_key or str(getattr(django_settings, "SECRET_KEY", ""))
    return b"hotclub " + given.encode("utf-8", "surrogatepass")


def end() -> None:
    if _exporter is not None:
        _exporter.end()


def after_fork() -> None:
    global _exporter, _lock
    _exporter = None
    _lock = threading.Lock()


atexit.register(end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=after_fork)
