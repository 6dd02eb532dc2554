"""Management commands as units of work."""

from typing import Any

from . import conf, hooks
from .export import exporter
from .middleware import keep
from .units import Unit, current, perf_ns

# These serve, wait for a person or are tests: they are not one piece of work.
NOT_WORK = frozenset(
    "runserver runserver_plus shell shell_plus dbshell test testserver celery runworker rqworker qcluster daphne check help".split()
)


def executing(original: Any) -> Any:
    def execute(self: Any, *args: Any, **kwargs: Any) -> Any:
        name = type(self).__module__.rpartition(".")[2]
        if name in NOT_WORK or current.get() is not None:
            return original(self, *args, **kwargs)
        unit = Unit("command", name)
        token = current.set(unit)
        try:
            return original(self, *args, **kwargs)
        except BaseException as error:
            unit.error = error
            raise
        finally:
            current.reset(token)
            unit.end = perf_ns()
            try:
                if keep(unit, conf.loaded()):
                    exporter().put(unit)
            except Exception as failed:
                hooks.note("command", failed)

    return execute


def apply() -> None:
    from django.core.management.base import BaseCommand

    hooks.patch(BaseCommand, "execute", executing)
