"""Everything that is changed in Django, and nothing else: each patch stands here, is applied once, and fails open.

| patched | why no public hook will do |
|---|---|
| `CursorWrapper.fetchone/fetchmany/fetchall/__iter__` | `execute_wrapper` does not see fetches, where SQLite does its work |
| `CursorWrapper.callproc` | nor stored procedures |
| `QuerySet.__init__`, `QuerySet._clone` | where a queryset was made is known only there |
| `BaseDatabaseWrapper.connect/_commit/_rollback` | nor waiting for a connection, nor the end of a transaction |
| `BaseCache` subclasses' `get`, `set`, … (see `calls.py`) | Django has no signal for cache calls |
| `http.client.HTTPConnection` (see `calls.py`) | requests and urllib3 end there |
| `BaseCommand.execute` (see `commands.py`) | Django has no signal for commands |

Queries themselves come by the public `execute_wrapper`, exceptions by `got_request_exception`.
"""

import sys
from typing import Any, Callable, Dict, List, Tuple

from . import frames, orm
from .units import MOST_KEYS, Query, current, perf_ns

# What could not be hooked, and why: reported with the process, never raised.
failures: List[Tuple[str, str]] = []
_applied: "Dict[str, Any]" = {}


def patch(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Replaces a method by what `make` returns for it. Once, however often it is asked for."""
    key = f"{owner.__module__}.{owner.__qualname__}.{name}"
    if key in _applied:
        return
    try:
        original = getattr(owner, name)
        replacement = make(original)
        replacement.__name__ = name
        replacement.__doc__ = getattr(original, "__doc__", None)
        replacement.__wrapped__ = original
        setattr(owner, name, replacement)
        _applied[key] = original
    except Exception as failed:
        failures.append((key, repr(failed)))


def unpatch() -> None:
    """Puts everything back, for tests."""
    for key, original in list(_applied.items()):
        owner, _, name = key.rpartition(".")
        module, _, qualname = owner.rpartition(".")
        setattr(getattr(sys.modules[module], qualname), name, original)
        del _applied[key]


def execute(run: Any, sql: Any, params: Any, many: bool, context: "Dict[str, Any]") -> Any:
    """The `execute_wrapper` of every connection."""
    unit = current.get()
    if unit is None or unit.end or unit.full():
        return run(sql, params, many, context)
    try:
        connection = context["connection"]
        query = Query(sql, params, connection.alias, connection.vendor)
        if many:
            try:
                query.batch = len(params)
            except TypeError:
                pass
            query.params = None
        own, marks, node = frames.walk(sys._getframe(1))
        query.own = own
        facts, compiler = orm.facts_of(marks)
        query.facts = facts
        if not own and facts.made is not None and facts.made.place is not None:
            # an async view's query runs in a thread of its own: the view is not on that stack
            query.own = (facts.made.place,)
        if node is not None:
            query.node = node.f_locals.get("self")
        if compiler is not None:
            query.key_columns = orm.key_columns(sql, compiler)
        elif facts.word == "cursor":
            query.key_columns = orm.FIRST_COLUMN
        state = vars(connection)
        if connection.in_atomic_block:
            query.transaction = state.get("_hotclub_transaction", 1)
        query.connect_ns = state.pop("_hotclub_connect_ns", 0)
        cursor = context.get("cursor")
        if cursor is not None:
            vars(cursor)["_hotclub"] = query
        unit.spans.append(query)
    except Exception as failed:  # never the application's problem
        note("execute", failed)
        return run(sql, params, many, context)
    query.start = perf_ns()
    try:
        return run(sql, params, many, context)
    except BaseException as error:
        query.error = error
        raise
    finally:
        query.end = perf_ns()


def note(where: str, failed: BaseException) -> None:
    if len(failures) < 100:
        failures.append((where, repr(failed)))


def took(query: Query, began: int, rows: Any) -> None:
    """Adds a fetch to its query."""
    query.fetch_ns += perf_ns() - began
    count = len(rows)
    query.rows = count + (query.rows if query.rows > 0 else 0)
    columns = query.key_columns
    if columns is not None and count:
        keys = query.keys
        if keys is None:
            keys = query.keys = []
        room = MOST_KEYS - len(keys)
        if room > 0:
            try:
                keys.extend(map(columns[0], rows if count <= room else rows[:room]))
            except Exception:  # rows of another form than the statement's
                query.key_columns = None


def fetching(name: str) -> Callable[[Any], Any]:
    """A method for CursorWrapper, which finds these by `__getattr__` otherwise."""

    def make(_: Any) -> Any:
        def fetch(self: Any, *args: Any, **kwargs: Any) -> Any:
            query = vars(self).get("_hotclub")
            method = getattr(self.cursor, name)
            if query is None:
                with self.db.wrap_database_errors:
                    return method(*args, **kwargs)
            began = perf_ns()
            with self.db.wrap_database_errors:
                rows = method(*args, **kwargs)
            if name == "fetchone":
                took(query, began, () if rows is None else (rows,))
            else:
                took(query, began, rows)
            return rows

        return fetch

    return make


def iterating(_: Any) -> Any:
    def __iter__(self: Any) -> Any:
        query = vars(self).get("_hotclub")
        rows = iter(self.cursor)
        while True:
            began = perf_ns()
            with self.db.wrap_database_errors:
                try:
                    row = next(rows)
                except StopIteration:
                    return
            if query is not None:
                took(query, began, (row,))
            yield row

    return __iter__


def remember_made(original: Any) -> Any:
    def __init__(self: Any, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        original(self, model, query, using, hints)
        if query is None:
            unit = current.get()
            if unit is not None:
                try:
                    vars(self)["_hotclub"] = orm.made_here(sys._getframe(1))
                except Exception as failed:
                    note("QuerySet.__init__", failed)

    return __init__


def pass_on_made(original: Any) -> Any:
    def _clone(self: Any) -> Any:
        copy = original(self)
        made = vars(self).get("_hotclub")
        if made is not None:
            vars(copy)["_hotclub"] = made
        return copy

    return _clone


def connecting(original: Any) -> Any:
    def connect(self: Any, *args: Any, **kwargs: Any) -> Any:
        began = perf_ns()
        try:
            return original(self, *args, **kwargs)
        finally:
            vars(self)["_hotclub_connect_ns"] = vars(self).get("_hotclub_connect_ns", 0) + perf_ns() - began

    return connect


def ending(word: str) -> Callable[[Any], Any]:
    def make(original: Any) -> Any:
        def end(self: Any, *args: Any, **kwargs: Any) -> Any:
            unit = current.get()
            state = vars(self)
            number = state.get("_hotclub_transaction", 1)
            state["_hotclub_transaction"] = number + 1
            if unit is None or unit.end or self.connection is None or unit.full():
                return original(self, *args, **kwargs)
            query = Query(word, None, self.alias, self.vendor)
            query.facts = orm.Facts("transaction")
            query.transaction = number
            try:
                query.own = frames.walk(sys._getframe(1))[0]
            except Exception as failed:
                note(word, failed)
            unit.spans.append(query)
            query.start = perf_ns()
            try:
                return original(self, *args, **kwargs)
            except BaseException as error:
                query.error = error
                raise
            finally:
                query.end = perf_ns()

        return end

    return make


def calling(original: Any) -> Any:
    def callproc(self: Any, procname: Any, *args: Any, **kwargs: Any) -> Any:
        def run(*_: Any) -> Any:
            return original(self, procname, *args, **kwargs)

        return execute(run, f"CALL {procname}", None, False, {"connection": self.db, "cursor": self})

    return callproc


def failing(**_: Any) -> None:
    """The exception of a view, which Django answers itself: no middleware sees it."""
    unit = current.get()
    if unit is not None and unit.error is None:
        unit.error = sys.exc_info()[1]


def install_execute(connection: Any = None, **_: Any) -> None:
    """Outermost of the connection's wrappers, once: `connection_created` comes at every reconnect."""
    wrappers = getattr(connection, "execute_wrappers", None)
    if wrappers is not None and execute not in wrappers:
        wrappers.insert(0, execute)


def apply() -> None:
    from django.core.signals import got_request_exception
    from django.db import connections
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.signals import connection_created
    from django.db.backends.utils import CursorWrapper
    from django.db.models.query import QuerySet

    try:
        orm.mark_django()
    except Exception as failed:
        note("marks", failed)
    for name in ("fetchone", "fetchmany", "fetchall"):
        if not hasattr(CursorWrapper, name):
            vars_of = fetching(name)(None)
            vars_of.__name__ = name
            setattr(CursorWrapper, name, vars_of)
    patch(CursorWrapper, "__iter__", iterating)
    patch(CursorWrapper, "callproc", calling)
    patch(QuerySet, "__init__", remember_made)
    patch(QuerySet, "_clone", pass_on_made)
    patch(BaseDatabaseWrapper, "connect", connecting)
    patch(BaseDatabaseWrapper, "_commit", ending("COMMIT"))
    patch(BaseDatabaseWrapper, "_rollback", ending("ROLLBACK"))
    got_request_exception.connect(failing, dispatch_uid="hotclub", weak=False)
    connection_created.connect(install_execute, dispatch_uid="hotclub", weak=False)
    for connection in connections.all(initialized_only=True) if _has_initialized_only(connections) else ():
        install_execute(connection)


def _has_initialized_only(connections: Any) -> bool:
    import inspect

    return "initialized_only" in inspect.signature(connections.all).parameters
