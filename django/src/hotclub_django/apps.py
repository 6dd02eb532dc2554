"""The app: one line in INSTALLED_APPS. It places its own middleware first and hooks what it must, or does nothing at all."""

import logging
from typing import Any, List

from django.apps import AppConfig
from django.core.checks import Warning as CheckWarning
from django.core.checks import register

from . import conf, frames, hooks

logger = logging.getLogger("hotclub")
MIDDLEWARE = "hotclub_django.middleware.HotclubMiddleware"


class HotclubConfig(AppConfig):
    name = "hotclub_django"
    label = "hotclub_django"
    verbose_name = "Hotclub"

    def ready(self) -> None:
        settings, wrong = conf.load()
        for line in wrong:
            logger.warning("hotclub: %s", line)
        register(lambda **_: messages(wrong))
        if not settings.enabled:
            return
        try:
            frames.own_packages(settings.own_packages)
            place_middleware()
            hooks.apply()
            from . import calls, commands

            calls.apply(settings)
            commands.apply()
        except Exception as failed:
            logger.error("hotclub: nothing is traced: %r", failed)


def messages(wrong: List[str]) -> List[Any]:
    return [CheckWarning(line, id="hotclub.W001") for line in wrong]


def place_middleware() -> None:
    """First in the list, unless the site has put it somewhere itself."""
    from django.conf import settings

    middleware = settings.MIDDLEWARE
    if MIDDLEWARE not in middleware:
        settings.MIDDLEWARE = [MIDDLEWARE, *middleware]
