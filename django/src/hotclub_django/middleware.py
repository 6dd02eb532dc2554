"""The outermost middleware: begins a unit of work at a request, ends it when the last byte of the answer is handed over."""

import asyncio
import inspect
import random
import re
from typing import Any, Callable, Optional, Tuple

from . import conf, frames, hooks
from .export import exporter
from .units import Unit, current, perf_ns

_traceparent = re.compile(r"\s*([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
LONG_LIVED_TYPES = ("text/event-stream", "multipart/x-mixed-replace", "application/x-ndjson-stream")
_iscoroutinefunction: Any = inspect.iscoroutinefunction if hasattr(inspect, "markcoroutinefunction") else asyncio.iscoroutinefunction


def parent_of(header: str) -> Tuple[int, bytes, int]:
    """Trace id, parent's span id and flags of a W3C `traceparent`; ids of zeros are none."""
    match = _traceparent.match(header)
    if match is None or match[1] == "ff":
        return 0, b"", 1
    trace, parent = int(match[2], 16), bytes.fromhex(match[3])
    if not trace or not any(parent):
        return 0, b"", 1
    return trace, parent, int(match[4], 16)


class HotclubMiddleware:
    """Sync and async in one; Django asks which it may be."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[..., Any]) -> None:
        self.get_response = get_response
        self.settings = conf.loaded()
        self.is_async = _iscoroutinefunction(get_response)
        if self.is_async:
            mark = getattr(inspect, "markcoroutinefunction", None)
            if mark is not None:
                mark(self)
            else:
                self._is_coroutine = asyncio.coroutines._is_coroutine  # type: ignore[attr-defined]
        self.ignored = tuple(self.settings.ignore)

    def __call__(self, request: Any) -> Any:
        if self.is_async:
            return self.answer_async(request)
        return self.answer(request)

    def answer(self, request: Any) -> Any:
        unit = self.begin(request)
        if unit is None:
            return self.get_response(request)
        token = current.set(unit)
        try:
            response = self.get_response(request)
        except BaseException as error:
            unit.error = error
            unit.status = 500
            unit.match = getattr(request, "resolver_match", None)
            self.finish(unit)
            raise
        finally:
            current.reset(token)
        return self.answered(unit, request, response)

    async def answer_async(self, request: Any) -> Any:
        unit = self.begin(request)
        if unit is None:
            return await self.get_response(request)
        token = current.set(unit)
        try:
            response = await self.get_response(request)
        except BaseException as error:
            unit.error = error
            unit.status = 500 if isinstance(error, Exception) else 499
            self.finish(unit)
            raise
        finally:
            current.reset(token)
        return self.answered(unit, request, response)

    def begin(self, request: Any) -> Optional[Unit]:
        try:
            path = request.path_info
            if self.ignored and path.startswith(self.ignored):
                return None
            meta = request.META
            header = meta.get("HTTP_TRACEPARENT")
            if header:
                trace, parent, flags = parent_of(header)
                unit = Unit("request", "", trace, parent)
                unit.trace_flags = flags
            else:
                unit = Unit("request", "")
            unit.path = path
            unit.method = request.method
            unit.queued = meta.get("HTTP_X_REQUEST_START") or meta.get("HTTP_X_QUEUE_START")
            # read from outside, by whoever samples this process
            request.hotclub_trace_id = unit.trace_id
            return unit
        except Exception as failed:
            hooks.note("begin", failed)
            return None

    def answered(self, unit: Unit, request: Any, response: Any) -> Any:
        try:
            unit.status = response.status_code
            unit.match = request.resolver_match
            user = request.__dict__.get("_cached_user")
            if user is not None:
                if self.settings.user:
                    unit.user = user.pk
                if self.settings.server_timing and user.is_staff:
                    self.tell_staff(unit, response)
            if getattr(response, "streaming", False):
                kind = response.get("Content-Type", "")
                if kind.startswith(LONG_LIVED_TYPES):
                    unit.attributes["hotclub.long_lived"] = True
                if _wrap_stream(response, unit, self):
                    return response
            else:
                unit.size = len(response.content)
        except Exception as failed:
            hooks.note("answered", failed)
        self.finish(unit)
        return response

    def tell_staff(self, unit: Unit, response: Any) -> None:
        queries = [one for one in unit.spans if one.kind == "query"]
        database = sum(one.end - one.start + one.fetch_ns for one in queries) / 1e6
        total = (perf_ns() - unit.start) / 1e6
        response["Server-Timing"] = f'total;dur={total:.1f}, db;dur={database:.1f};desc="{len(queries)} queries"'
        response["X-Trace-Id"] = f"{unit.trace_id:032x}"

    def finish(self, unit: Unit) -> None:
        """Ends a unit and hands it over. Nothing of the request is kept."""
        if unit.end:
            return
        unit.end = perf_ns()
        try:
            if keep(unit, self.settings):
                exporter().put(unit)
        except Exception as failed:
            hooks.note("finish", failed)


def keep(unit: Unit, settings: conf.Settings) -> bool:
    """Whether it is sent; its weight makes up for those that are not."""
    if unit.sampled == 0.0:
        return False
    if settings.sampling == "all":
        return True
    if settings.sampling == "interesting":
        slow = unit.end - unit.start >= settings.slow_ms * 1e6
        if slow or unit.error is not None or unit.status >= 500:
            return True
    if random.random() >= settings.share:
        return False
    unit.sampled = 1.0 / settings.share
    return True


def _wrap_stream(response: Any, unit: Unit, middleware: HotclubMiddleware) -> bool:
    """The body is made after the middleware has returned: the unit ends with it."""
    if getattr(response, "is_async", False):
        inner = response._iterator

        async def body() -> Any:
            sent = 0
            token = current.set(unit)
            try:
                async for part in inner:
                    sent += len(part)
                    yield part
            except BaseException as error:
                if isinstance(error, Exception):
                    unit.error = error
                raise
            finally:
                try:
                    current.reset(token)
                except ValueError:  # closed in another context
                    pass
                unit.size = sent
                middleware.finish(unit)

        response._iterator = body()
        return True
    stream = _Stream(response._iterator, unit, middleware)
    if hasattr(response, "file_to_stream") and response.file_to_stream is not None:
        # a file that the server may send by itself: its end is not seen
        return False
    response._iterator = stream
    closers = getattr(response, "_resource_closers", None)
    if closers is not None:
        closers.append(stream.close)
    return True


class _Stream:
    """Each part is made with the unit as the current one, then the caller's is put back."""

    def __init__(self, inner: Any, unit: Unit, middleware: HotclubMiddleware) -> None:
        self.inner = inner
        self.unit = unit
        self.middleware = middleware
        self.sent = 0

    def __iter__(self) -> "_Stream":
        return self

    def __next__(self) -> Any:
        token = current.set(self.unit)
        try:
            part = next(self.inner)
        except StopIteration:
            self.close()
            raise
        except BaseException as error:
            self.unit.error = error
            self.close()
            raise
        finally:
            current.reset(token)
        self.sent += len(part)
        return part

    def close(self) -> None:
        self.unit.size = self.sent
        self.middleware.finish(self.unit)


frames.stop_at(HotclubMiddleware.answer)
frames.stop_at(HotclubMiddleware.answer_async)
