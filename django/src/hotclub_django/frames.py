"""Which frames of a stack are the application's own, which are Django's that say what it does, and where they stand."""

import os
import sys
import sysconfig
from itertools import islice
from types import CodeType, FrameType
from typing import Any, Dict, List, Optional, Tuple

from .units import Place

# Frames that are looked at; deeper stacks are recursion.
DEEPEST = 200
MOST_OWN = 8

LIBRARY, OWN, STOP = 0, 1, 2

# What a code object is: one of the words above, or a Mark. Decided once for each.
_kinds: "Dict[CodeType, Any]" = {}
MOST_KINDS = 100_000

_library_folders = tuple(
    {
        os.path.normpath(path) + os.sep
        for key in ("stdlib", "platstdlib", "purelib", "platlib")
        for path in [sysconfig.get_paths().get(key)]
        if path
    }
) + (os.path.dirname(os.path.abspath(__file__)) + os.sep,)
_own_packages: Tuple[str, ...] = ()


class Mark:
    """A function of Django's that tells what is being done when it stands on a stack."""

    __slots__ = ("read", "word")

    def __init__(self, word: str, read: str) -> None:
        self.word = word
        self.read = read


def mark(function: Any, word: str, read: str) -> None:
    """Remembers a function by its code; one that this version of Django does not have is passed over."""
    function = getattr(function, "__func__", function)
    function = getattr(function, "fget", None) or function
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    code = getattr(function, "__code__", None)
    if code is not None:
        _kinds[code] = Mark(word, read)


def mark_code(code: CodeType, word: str, read: str) -> None:
    _kinds[code] = Mark(word, read)


def stop_at(function: Any) -> None:
    """Below this function is the server's code, not the application's."""
    _kinds[function.__code__] = STOP


def own_packages(names: Tuple[str, ...]) -> None:
    """Folders of installed packages that count as own code, by the name of the package."""
    global _own_packages
    _own_packages = tuple(f"{os.sep}{name.replace('.', os.sep)}{os.sep}" for name in names)


def classify(code: CodeType) -> Any:
    file = code.co_filename
    if file.startswith("<"):
        kind = LIBRARY
    elif _own_packages and any(part in file for part in _own_packages):
        kind = OWN
    elif file.startswith(_library_folders) or "site-packages" in file or "dist-packages" in file:
        kind = LIBRARY
    else:
        kind = OWN
    if len(_kinds) < MOST_KINDS:
        _kinds[code] = kind
    return kind


def walk(frame: Optional[FrameType]) -> Tuple[Tuple[Place, ...], List[Tuple[Mark, FrameType]], Optional[FrameType]]:
    """Own places, innermost first; the marked frames between them and the call; the innermost template node's frame."""
    own: List[Place] = []
    marks: List[Tuple[Mark, FrameType]] = []
    node: Optional[FrameType] = None
    kinds = _kinds
    for _ in range(DEEPEST):
        if frame is None:
            break
        code = frame.f_code
        kind = kinds.get(code)
        if kind is None:
            kind = classify(code)
        if kind is OWN:
            own.append((code, frame.f_lasti))
            if len(own) == MOST_OWN:
                break
        elif kind is STOP:
            break
        elif kind is not LIBRARY:
            if kind.read == "node":
                if node is None and not own:
                    node = frame
            elif not own:
                marks.append((kind, frame))
        frame = frame.f_back
    return tuple(own), marks, node


def first_own(frame: Optional[FrameType]) -> Tuple[Optional[Place], Optional[FrameType]]:
    """The innermost own place, and the innermost marked frame above the call that is a related manager's."""
    manager: Optional[FrameType] = None
    kinds = _kinds
    for _ in range(DEEPEST):
        if frame is None:
            break
        code = frame.f_code
        kind = kinds.get(code)
        if kind is None:
            kind = classify(code)
        if kind is OWN:
            return (code, frame.f_lasti), manager
        if kind is STOP:
            break
        if manager is None and kind is not LIBRARY and kind.read == "manager":
            manager = frame
        frame = frame.f_back
    return None, manager


_lines: "Dict[Place, Tuple[str, int, int, str]]" = {}
MOST_LINES = 50_000


def locate(place: Place) -> Tuple[str, int, int, str]:
    """File, line, column (1-based; 0 before CPython 3.11) and function. In the background: it reads line tables."""
    known = _lines.get(place)
    if known is not None:
        return known
    code, last = place
    line, column = code.co_firstlineno, 0
    if sys.version_info >= (3, 11):
        # one for each code unit of two bytes
        start, _, col, _ = next(islice(code.co_positions(), last // 2, None), (None, None, None, None))
        line, column = start or line, 0 if col is None else col + 1
    else:
        import dis

        for offset, at in dis.findlinestarts(code):
            if offset > last:
                break
            line = at
    function = getattr(code, "co_qualname", code.co_name)
    found = (code.co_filename, line, column, function)
    if len(_lines) < MOST_LINES:
        _lines[place] = found
    return found


def is_own(code: CodeType) -> bool:
    kind = _kinds.get(code)
    return (classify(code) if kind is None else kind) is OWN
