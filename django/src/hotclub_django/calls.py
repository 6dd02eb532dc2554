"""Calls that are not the database's: caches, and requests to others."""

import sys
from typing import Any, Callable

from . import conf, hooks
from .spans import begin
from .units import current, perf_ns

CACHE_METHODS = ("get", "set", "add", "touch", "delete", "incr", "decr", "get_many", "set_many", "delete_many", "has_key")


def apply(settings: conf.Settings) -> None:
    if settings.capture_cache:
        from django.core.cache import caches
        from django.core.signals import request_started

        def hook_caches(**_: Any) -> None:
            # caches are made on first use, of classes that are known only then
            request_started.disconnect(hook_caches, dispatch_uid="hotclub-caches")
            for alias in caches.settings if hasattr(caches, "settings") else ():
                try:
                    hook_cache(type(caches[alias]))
                except Exception as failed:
                    hooks.note(f"cache {alias}", failed)

        request_started.connect(hook_caches, dispatch_uid="hotclub-caches", weak=False)
    if settings.capture_http:
        import http.client

        hooks.patch(http.client.HTTPConnection, "putrequest", requesting)
        hooks.patch(http.client.HTTPConnection, "endheaders", adding_parent)
        hooks.patch(http.client.HTTPConnection, "getresponse", responding)


def hook_cache(owner: type) -> None:
    for name in CACHE_METHODS:
        for base in owner.__mro__:
            # where it is defined, so that a subclass of two backends is not counted twice
            if name in vars(base):
                hooks.patch(base, name, cache_method(name))
                break


def cache_method(name: str) -> Callable[[Any], Any]:
    many = name.endswith("_many")

    def make(original: Any) -> Any:
        def call(self: Any, *args: Any, **kwargs: Any) -> Any:
            unit = current.get()
            # a backend's get_many may be made of gets: the outer call counts
            if unit is None or unit.end or unit.attributes.get("_cache") or unit.full():
                return original(self, *args, **kwargs)
            span = None
            try:
                first = args[0] if args else kwargs.get("keys") or kwargs.get("key") or kwargs.get("data")
                if many:
                    first = keys = list(first or ())
                    if args:
                        args = (args[0] if isinstance(args[0], dict) else keys, *args[1:])
                else:
                    keys = [first]
                values = {
                    "hotclub.cache.backend": type(self).__name__,
                    "hotclub.cache.operation": name,
                    "hotclub.cache.key": str(keys[0]) if keys else "",
                    "keys": keys,
                }
                span = begin(unit, "cache", f"cache {name}", values, sys._getframe(1))
                unit.attributes["_cache"] = True
            except Exception as failed:
                hooks.note("cache", failed)
            try:
                found = original(self, *args, **kwargs)
                if span is not None:
                    if name == "get":
                        default = args[1] if len(args) > 1 else kwargs.get("default")
                        hit = found is not default and found is not None
                        span.attributes["hotclub.cache.hits" if hit else "hotclub.cache.misses"] = 1
                    elif name == "get_many":
                        span.attributes["hotclub.cache.hits"] = len(found)
                        span.attributes["hotclub.cache.misses"] = len(keys) - len(found)
                return found
            except BaseException as error:
                if span is not None:
                    span.error = error
                raise
            finally:
                unit.attributes.pop("_cache", None)
                if span is not None:
                    span.end = perf_ns()

        return call

    return make


def requesting(original: Any) -> Any:
    def putrequest(self: Any, method: Any, url: Any, *args: Any, **kwargs: Any) -> Any:
        unit = current.get()
        if unit is not None and not unit.end and not unit.full():
            try:
                host, _, path = url.partition("://")[2].partition("/") if "://" in url else (self.host, "", url)
                values = {
                    "http.request.method": method,
                    "server.address": host or self.host,
                    "server.port": self.port,
                    "path": path if path.startswith("/") else "/" + path,
                }
                span = begin(unit, "http", f"{method} {self.host}", values, sys._getframe(1))
                span.end = span.start
                vars(self)["_hotclub"] = (unit, span)
            except Exception as failed:
                hooks.note("http", failed)
        return original(self, method, url, *args, **kwargs)

    return putrequest


def adding_parent(original: Any) -> Any:
    def endheaders(self: Any, *args: Any, **kwargs: Any) -> Any:
        found = vars(self).get("_hotclub")
        if found is not None:
            try:
                unit, span = found
                if not any(line.lower().startswith(b"traceparent:") for line in self._buffer):
                    self.putheader("traceparent", f"00-{unit.trace_id:032x}-{span.id:016x}-{unit.trace_flags:02x}")
            except Exception as failed:
                hooks.note("traceparent", failed)
        try:
            return original(self, *args, **kwargs)
        except BaseException as error:
            if found is not None:
                found[1].end, found[1].error = perf_ns(), error
            raise

    return endheaders


def responding(original: Any) -> Any:
    def getresponse(self: Any, *args: Any, **kwargs: Any) -> Any:
        found = vars(self).pop("_hotclub", None)
        try:
            response = original(self, *args, **kwargs)
            if found is not None:
                found[1].attributes["http.response.status_code"] = response.status
                if response.length is not None:
                    found[1].attributes["http.response.body.size"] = response.length
            return response
        except BaseException as error:
            if found is not None:
                found[1].error = error
            raise
        finally:
            if found is not None:
                found[1].end = perf_ns()

    return getresponse
