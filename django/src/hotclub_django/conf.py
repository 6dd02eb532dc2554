"""The `HOTCLUB` setting, checked."""

import dataclasses
import os
import socket
from typing import Any, Dict, List, Mapping, Optional, Tuple


class WrongSetting(Exception):
    """Says which key of HOTCLUB is wrong, and what it takes."""


@dataclasses.dataclass(frozen=True)
class Settings:
    """What may be set. Every field is a key of `HOTCLUB` in lower case; django/README.md says what each is for."""

    enabled: bool = True
    endpoint: str = "http://127.0.0.1:1934"
    token: str = ""
    service: str = ""
    environment: str = ""
    release: str = ""
    ignore: Tuple[str, ...] = ()
    sampling: str = "all"
    share: float = 1.0
    slow_ms: float = 500.0
    user: bool = False
    own_packages: Tuple[str, ...] = ()
    capture_cache: bool = True
    capture_http: bool = True
    server_timing: bool = True
    hash_key: str = ""
    buffer_spans: int = 50_000
    pages_token: str = ""
    pages_endpoint: str = ""


TYPES = {field.name: field.type for field in dataclasses.fields(Settings)}
SAMPLING = ("all", "share", "interesting")


def check(given: Any) -> Tuple[Settings, List[str]]:
    """The settings, with what is wrong in them left at its default, and a line for each wrong key."""
    if not isinstance(given, Mapping):
        return Settings(), [f"HOTCLUB must be a dict, not {type(given).__name__}"]
    values: Dict[str, Any] = {}
    wrong: List[str] = []
    for key, value in given.items():
        name = str(key).lower()
        if name not in TYPES:
            wrong.append(f"HOTCLUB has no key '{key}': it takes {', '.join(sorted(TYPES))}")
            continue
        try:
            values[name] = typed(name, value)
        except WrongSetting as error:
            wrong.append(str(error))
    return dataclasses.replace(Settings(), **values), wrong


def typed(name: str, value: Any) -> Any:
    default = getattr(Settings, name)
    if isinstance(default, tuple):
        if isinstance(value, str) or not all(isinstance(one, str) for one in value):
            raise WrongSetting(f"HOTCLUB['{name}'] must be a list of texts, not {value!r}")
        return tuple(value)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not type(default):
        raise WrongSetting(f"HOTCLUB['{name}'] must be {type(default).__name__}, not {value!r}")
    if name == "sampling" and value not in SAMPLING:
        raise WrongSetting(f"HOTCLUB['sampling'] must be one of {', '.join(SAMPLING)}, not {value!r}")
    if name == "share" and not 0 < value <= 1:
        raise WrongSetting(f"HOTCLUB['share'] must be above 0 and at most 1, not {value!r}")
    if name in ("endpoint", "pages_endpoint") and value and not value.startswith(("http://", "https://")):
        raise WrongSetting(f"HOTCLUB['{name}'] must begin with http:// or https://, not {value!r}")
    if name == "buffer_spans" and value < 100:
        raise WrongSetting(f"HOTCLUB['buffer_spans'] must be at least 100, not {value!r}")
    return value


def from_environment(settings: Settings, environ: Mapping[str, str]) -> Settings:
    """OpenTelemetry's variables fill what was not set."""
    more: Dict[str, Any] = {}
    if environ.get("OTEL_SDK_DISABLED", "").lower() == "true" or environ.get("HOTCLUB_ENABLED", "").lower() in ("0", "false"):
        more["enabled"] = False
    resource = dict(part.split("=", 1) for part in environ.get("OTEL_RESOURCE_ATTRIBUTES", "").split(",") if "=" in part)
    named = {
        "service": environ.get("OTEL_SERVICE_NAME") or resource.get("service.name", ""),
        "release": resource.get("service.version", ""),
        "environment": resource.get("deployment.environment.name", "") or resource.get("deployment.environment", ""),
    }
    for name, value in named.items():
        if value and not getattr(settings, name):
            more[name] = value
    endpoint = environ.get("HOTCLUB_ENDPOINT") or environ.get("OTEL_EXPORTER_OTLP_ENDPOINT") or ""
    if settings.endpoint == Settings.endpoint and endpoint.startswith(("http://", "https://")):
        more["endpoint"] = endpoint.rstrip("/")
    if not settings.token and environ.get("HOTCLUB_TOKEN"):
        more["token"] = environ["HOTCLUB_TOKEN"]
    return dataclasses.replace(settings, **more)


_loaded: Optional[Settings] = None


def load() -> Tuple[Settings, List[str]]:
    """Read once. Wrong keys are said by a system check and leave the rest as it is."""
    global _loaded
    from django.conf import settings as django_settings

    settings, wrong = check(getattr(django_settings, "HOTCLUB", {}))
    settings = from_environment(settings, os.environ)
    if not settings.service:
        module = getattr(django_settings, "SETTINGS_MODULE", None) or getattr(django_settings, "ROOT_URLCONF", None) or "django"
        settings = dataclasses.replace(settings, service=str(module).split(".")[0])
    _loaded = settings
    return settings, wrong


def loaded() -> Settings:
    return _loaded if _loaded is not None else load()[0]


def resource(settings: Settings) -> Dict[str, Any]:
    import platform

    import django

    from . import __version__

    return {
        "service.name": settings.service,
        "service.version": settings.release,
        "deployment.environment.name": settings.environment,
        "host.name": socket.gethostname(),
        "process.pid": os.getpid(),
        "process.runtime.name": platform.python_implementation(),
        "process.runtime.version": platform.python_version(),
        "telemetry.sdk.name": "hotclub-django",
        "telemetry.sdk.language": "python",
        "telemetry.sdk.version": __version__,
        "hotclub.framework": "Django " + django.get_version(),
    }
