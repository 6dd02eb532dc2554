"""Runs every scenario under hotclub_django and writes what would be sent: one OTLP message each, and scenarios.json.

usage: run.py FOLDER [DATABASE-URL]   (SQLite in memory, or postgresql:///NAME)
"""

import json
import pathlib
import sys
import traceback
from urllib.parse import urlsplit

import django
from django.conf import settings

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent / "django" / "src")]


def database(url):
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
    }


def configure(url):
    settings.configure(
        SECRET_KEY="scenarios",
        DATABASES={"default": database(url)},
        INSTALLED_APPS=["django.contrib.contenttypes", "library", "hotclub_django"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        HOTCLUB={"service": "scenarios"},
    )
    django.setup()


def traced(name, run):
    """The spans of one run, which is undone afterwards."""
    from django.db import transaction
    from hotclub_django import export, otlp
    from hotclub_django.units import Unit, current, perf_ns

    exporter = export.exporter()
    unit = Unit("command", name)
    with transaction.atomic():
        token = current.set(unit)
        try:
            run()
        finally:
            current.reset(token)
            unit.end = perf_ns()
            spans = exporter.encoder.spans(unit)
            transaction.set_rollback(True)
    return otlp.request(exporter._resource, export.SCOPE, spans)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    configure(sys.argv[2] if len(sys.argv) > 2 else "")
    from django.core.management import call_command
    from django.db import connection

    # tables of the library refer to its one table
    call_command("migrate", "contenttypes", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)
    import scenarios

    scenarios.fill()
    told = []
    failed = 0
    for one in scenarios.FOUND + scenarios.FINE:
        names = {"name": one["name"], **{key: one[key] for key in ("fix", "kind", "findings", "exact") if key in one}}
        try:
            (folder / f"{one['name']}.otlp").write_bytes(traced(one["name"], one["run"]))
            if "twin" in one:
                names["twin"] = one["twin"].__name__
                (folder / f"{names['twin']}.otlp").write_bytes(traced(names["twin"], one["twin"]))
            told.append(names)
        except Exception:
            failed += 1
            print(f"{one['name']} does not run:", file=sys.stderr)
            traceback.print_exc()
    (folder / "scenarios.json").write_text(json.dumps(told, indent=1) + "\n")
    print(f"{len(told)} scenarios on {connection.vendor}, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
