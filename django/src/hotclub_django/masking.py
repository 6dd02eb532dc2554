"""Takes values out of texts. Runs in the background, once for each text."""

import datetime
import decimal
import hashlib
import re
import uuid
from functools import lru_cache
from typing import Any, Iterable

# A text longer than this is no key, and costs too much to hash for every row.
LONGEST_KEY = 200
LONGEST_TEXT = 20_000

_literal = re.compile(
    r"""
    (?P<quoted>  [eEnNbBxX]?'(?:[^'\\]|''|\\.)*(?:'|\Z) | \$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z) )
  | (?P<comment> --[^\n]* | /\*.*?(?:\*/|\Z) )
  | (?P<name>    "(?:[^"]|"")*" | `[^`]*` | \[[A-Za-z_][^\]]*\] | %\([^)]*\)s | %s | [$:@][\w]+ | [^\W\d]\w* )
  | (?P<number>  0x[0-9a-fA-F]+ | \d+(?:\.\d*)?(?:[eE][-+]?\d+)? | \.\d+(?:[eE][-+]?\d+)? )
    """,
    re.VERBOSE | re.DOTALL,
)


def _mask_literal(match: "re.Match[str]") -> str:
    if match.lastgroup == "name":
        return match.group()
    return " " if match.lastgroup == "comment" else "?"


@lru_cache(maxsize=4_000)
def sql(statement: str, double_quotes_are_text: bool = False) -> str:
    """The statement with `?` for every literal; names, placeholders and keywords stay. Comments may hold values: they go."""
    masked = _literal.sub(_mask_literal, statement[:LONGEST_TEXT])
    if double_quotes_are_text:
        masked = re.sub(r'"(?:[^"\\]|""|\\.)*"', "?", masked)
    return masked


MOST_LITERALS = 50


@lru_cache(maxsize=4_000)
def literals(statement: str) -> "tuple[str, ...]":
    """What `sql` takes out of a statement, in order: two statements that differ in these alone are not the same question."""
    found = []
    for match in _literal.finditer(statement[:LONGEST_TEXT]):
        kind = match.lastgroup
        if kind == "number":
            found.append(match.group())
        elif kind == "quoted":
            found.append(match.group().lstrip("eEnNbBxX").strip("'"))
        if len(found) == MOST_LITERALS:
            break
    return tuple(found)


_quoted = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|\([^()]*\)=\([^()]*\)")
_valued = re.compile(r"\S*[\d@/\\=]\S*")


@lru_cache(maxsize=2_000)
def message(words: str) -> str:
    """An exception's message: what is quoted, and every word with a digit, an at sign, a slash or an equals sign, goes."""
    first = words.splitlines()[0] if words else ""
    return _valued.sub("?", _quoted.sub("?", first[:2_000]))[:500]


_plain_part = re.compile(r"[a-z]{1,24}(?:[-_.][a-z]{1,24}){0,2}\Z")


@lru_cache(maxsize=4_000)
def path(address: str, captured: "frozenset[str]" = frozenset()) -> str:
    """`/orders/{}/payment/`: all queries go, and parts that are not one to three plain lower-case words or that a route captured."""
    bare = address.partition("?")[0].partition("#")[0]
    parts = bare[:2_000].split("/")
    return "/".join(part if not part or (_plain_part.match(part) and part not in captured) else "{}" for part in parts)


def captured(match: Any) -> "frozenset[str]":
    """The parts of a path that a route takes for values."""
    values = [*match.args, *match.kwargs.values()]
    return frozenset(part for value in values for part in str(value).split("/"))


def path_values(address: str) -> "list[str]":
    bare, _, query = address.partition("?")
    values = [part for part in bare.split("/") if part and not _plain_part.match(part)]
    if query:
        values.append(query)
    return values


_key_part = re.compile(r"[0-9a-fA-F-]{8,}|\d+|[^\s:._\-/|]{25,}|[^\x21-\x7e]+|\S*@\S*")


@lru_cache(maxsize=4_000)
def cache_key(key: str) -> str:
    """`user:{}:basket`: numbers, long and hexadecimal parts and addresses are masked."""
    parts = re.split(r"([:./|_\-]+)", key[:300])
    return "".join(
        part if index % 2 or (part.isalpha() and part.islower() and len(part) < 25) or not part else "{}"
        for index, part in enumerate(parts)
    )


class Hasher:
    """Keyed 64-bit hashes of keys: equal in every worker of a deployment, of no use without its key."""

    def __init__(self, key: bytes) -> None:
        self._state = hashlib.blake2b(digest_size=8, key=hashlib.blake2b(key, digest_size=32).digest())

    def of(self, value: Any) -> bytes:
        """8 bytes; zeros for null, and for a value that says nothing as a text."""
        kind = type(value)
        if value is None:
            return ZERO
        if kind is int or kind is uuid.UUID:
            raw = str(value).encode()
        elif kind is str and len(value) <= LONGEST_KEY:
            raw = value.encode("utf-8", "surrogatepass")
        elif isinstance(value, (int, uuid.UUID)) and not isinstance(value, bool):
            raw = str(int(value)).encode() if isinstance(value, int) else str(value).encode()
        elif isinstance(value, (bool, float, decimal.Decimal, datetime.date, datetime.time, datetime.timedelta)):
            # no key, but two questions with another of these are not the same
            raw = f"{kind.__name__} {value}".encode()
        elif isinstance(value, (str, bytes)):
            raw = hashlib.blake2b(value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")).digest()
        else:
            return ZERO
        state = self._state.copy()
        state.update(raw)
        digest = state.digest()
        return digest if digest != ZERO else ONE

    def all(self, values: Iterable[Any]) -> bytes:
        return b"".join(map(self.of, values))


ZERO = bytes(8)
ONE = bytes(7) + b"\x01"
