"""Read by every Python that `python -m hotclub_django` starts: adds the app to Django's list when Django reads it."""

import importlib.util
import os
import sys
from importlib.machinery import PathFinder
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))


class AppAdder:
    """Stands before the finders until `django.apps.registry` is imported."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != "django.apps.registry":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module

            def exec_module(module: Any) -> None:
                run(module)
                add_app(module)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


def add_app(module: Any) -> None:
    populate = module.Apps.populate

    def with_hotclub(self: Any, installed_apps: Any = None) -> Any:
        if self is module.apps and installed_apps is not None and not any("hotclub_django" in str(app) for app in installed_apps):
            installed_apps = [*installed_apps, "hotclub_django"]
        return populate(self, installed_apps)

    module.Apps.populate = with_hotclub


def run_hidden() -> None:
    """The environment's own sitecustomize, which this file hides."""
    spec = PathFinder.find_spec("sitecustomize", [entry for entry in sys.path if os.path.abspath(entry or ".") != HERE])
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


try:
    home = os.path.dirname(os.path.dirname(HERE))
    if home not in sys.path:
        sys.path.append(home)
    sys.meta_path.insert(0, AppAdder())
    run_hidden()
except Exception as failed:  # the application starts without us
    print(f"hotclub: not started: {failed!r}", file=sys.stderr)
