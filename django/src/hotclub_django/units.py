"""What is kept while a unit of work runs: as little as can be, everything else is done in the background."""

import os
import random
import time
from contextvars import ContextVar
from types import CodeType
from typing import Any, Dict, List, Optional, Tuple

# A code object and the offset of an instruction in it: a place, found in the source only when it is sent.
Place = Tuple[CodeType, int]

# More than any page needs; a loop that never ends must not take the worker's memory.
MOST_SPANS = 10_000
MOST_KEYS = 1_000

perf_ns = time.perf_counter_ns
# Of its own and per process: the application may seed the common one.
_random = random.SystemRandom()
_ids = random.Random(_random.getrandbits(128))


def reseed() -> None:
    """After a fork: two workers must not give the same ids."""
    _ids.seed(_random.getrandbits(128))


def new_span_id() -> int:
    """Room for the spans of a unit, which are numbered from it."""
    return (_ids.getrandbits(63) | 1 << 62) & ~0xFFFF


class Query:
    """One call of `execute`, and the fetches that belong to it."""

    __slots__ = (
        "alias", "batch", "connect_ns", "end", "error", "fetch_ns", "facts", "key_columns", "keys", "node", "own",
        "params", "rows", "sql", "start", "transaction", "values", "vendor",
    )  # fmt: skip

    kind = "query"

    def __init__(self, sql: Any, params: Any, alias: str, vendor: str) -> None:
        self.sql = sql
        self.params = params
        self.alias = alias
        self.vendor = vendor
        self.batch = 1
        self.connect_ns = 0
        self.end = 0
        self.error: Optional[BaseException] = None
        self.fetch_ns = 0
        self.facts: Any = None
        self.key_columns: Any = None
        self.keys: Optional[List[Any]] = None
        self.node: Any = None
        self.own: Tuple[Place, ...] = ()
        self.rows = -1
        self.start = 0
        self.transaction = 0


class Call:
    """Anything else that took time: a cache call, a request to somebody else, a span of the application's own."""

    __slots__ = ("attributes", "end", "error", "id", "kind", "name", "own", "parent", "start")

    def __init__(self, kind: str, name: str, attributes: Dict[str, Any], parent: int) -> None:
        self.kind = kind
        self.name = name
        self.attributes = attributes
        self.parent = parent
        self.start = perf_ns()
        self.end = 0
        self.error: Optional[BaseException] = None
        self.own: Tuple[Place, ...] = ()
        self.id = 0


class Unit:
    """A request or a command while it runs. One mutable object, shared by every context that is copied from its own."""

    __slots__ = (
        "attributes", "dropped", "end", "error", "kind", "match", "method", "name", "open", "parent_id", "path", "queued",
        "sampled", "size", "span_id", "spans", "start", "status", "trace_flags", "trace_id", "user", "wall_ns",
    )  # fmt: skip

    def __init__(self, kind: str, name: str, trace_id: int = 0, parent_id: bytes = b"") -> None:
        chance = _ids.getrandbits(175)
        self.kind = kind
        self.name = name
        self.trace_id = trace_id or chance >> 47
        self.parent_id = parent_id
        # room for the spans of a unit, which are numbered from it
        self.span_id = (chance & 0x7FFFFFFFFFFF | 1 << 46) << 16
        self.wall_ns = time.time_ns()
        self.start = perf_ns()
        self.end = 0
        self.spans: List[Any] = []
        # ids of own spans that are open, innermost last: what is called now is their child
        self.open: List[int] = []
        self.attributes: Dict[str, Any] = {}
        # of a request, put into words in the background
        self.match: Any = None
        self.method: Optional[str] = None
        self.path = ""
        self.queued: Optional[str] = None
        self.user: Any = None
        self.size = -1
        self.status = 0
        self.error: Optional[BaseException] = None
        self.sampled = 1.0
        self.dropped = 0
        self.trace_flags = 1

    def full(self) -> bool:
        if len(self.spans) < MOST_SPANS:
            return False
        self.dropped += 1
        return True


current: "ContextVar[Optional[Unit]]" = ContextVar("hotclub_unit", default=None)

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=reseed)
