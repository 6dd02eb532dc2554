"""Spans of the application's own: `with span("pricing"):` or `@span("pricing")`."""

import functools
import inspect
import sys
from typing import Any, Callable, Optional

from . import frames, hooks
from .units import Call, Unit, current, new_span_id, perf_ns


class span:
    """A context manager and a decorator, for plain and async functions. Outside a unit of work it does nothing."""

    def __init__(self, name: str, **attributes: Any) -> None:
        self.name = name
        self.attributes = attributes
        self._call: Optional[Call] = None
        self._unit: Optional[Unit] = None

    def __enter__(self) -> "span":
        unit = current.get()
        if unit is not None and not unit.end and not unit.full():
            self._unit = unit
            self._call = begin(unit, "own", self.name, self.attributes, sys._getframe(1))
            unit.open.append(self._call.id)
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        call, unit = self._call, self._unit
        if call is not None and unit is not None:
            call.end = perf_ns()
            call.error = error
            if call.id in unit.open:
                unit.open.remove(call.id)
            self._call = self._unit = None

    async def __aenter__(self) -> "span":
        return self.__enter__()

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        self.__exit__(kind, error, trace)

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def traced_async(*args: Any, **kwargs: Any) -> Any:
                with span(self.name, **self.attributes):
                    return await function(*args, **kwargs)

            return traced_async

        @functools.wraps(function)
        def traced(*args: Any, **kwargs: Any) -> Any:
            with span(self.name, **self.attributes):
                return function(*args, **kwargs)

        return traced


def begin(unit: Unit, kind: str, name: str, attributes: "dict[str, Any]", frame: Any) -> Call:
    """Adds a call to its unit; the caller ends it."""
    call = Call(kind, name, attributes, unit.open[-1] if unit.open else 0)
    call.id = new_span_id()
    try:
        call.own = frames.walk(frame)[0]
    except Exception as failed:
        hooks.note(name, failed)
    unit.spans.append(call)
    return call
