import sys

import pytest
from conftest import BIN

SERVERS = {
    "sync": ["-w", "2"],
    "gthread": ["-k", "gthread", "--threads", "3"],
    "preload": ["--preload", "-w", "2"],
    "gevent": ["-k", "gevent"],
}


def loop_is_seen(receiver, name="forward_fk"):
    unit, spans = receiver.unit("/loop")
    assert unit["http.route"] == "loop/<str:name>/"
    assert len(spans) == 7
    assert {one.parent for one in spans} == {unit.id}
    assert all(unit.start <= one.start <= one.end <= unit.end for one in spans)


@pytest.mark.parametrize("server", SERVERS)
def test_gunicorn_of_every_kind_is_seen(site, receiver, server):
    here = site().gunicorn(*SERVERS[server])
    assert here.get("/loop/forward_fk/")[0] == 200
    loop_is_seen(receiver)


def test_uvicorn_with_sync_and_async_views_is_seen(site, receiver):
    here = site()
    here.start(BIN / "uvicorn", "--port", str(here.port), "--log-level", "error", "asgi:application")
    here.get("/loop/forward_fk/")
    loop_is_seen(receiver)
    here.get("/async/")
    _, spans = receiver.unit("/async")
    assert [one["hotclub.orm.kind"] for one in spans] == ["list", "first"]
    assert spans[-1]["code.function.name"].endswith("asynchronous")


def test_postgresql_is_seen(site, receiver, postgres):
    if postgres is None:
        pytest.skip("no PostgreSQL here")
    engine = {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "hotclub", "HOST": "127.0.0.1", "PORT": postgres}
    here = site(database=engine).gunicorn()
    here.get("/loop/forward_fk/")
    loop_is_seen(receiver)
    unit, spans = receiver.unit("/loop")
    assert {one["db.system.name"] for one in spans} == {"postgresql"}
    assert spans[0]["hotclub.db.connect_ns"] > 0


def test_the_launcher_needs_no_setting(site, receiver):
    here = site()
    here.environment["SITE_HOTCLUB"] = ""
    here.environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.url
    here.start(sys.executable, "-m", "hotclub_django", "--", BIN / "gunicorn", "-b", f"127.0.0.1:{here.port}", "wsgi:application")
    here.get("/loop/forward_fk/")
    loop_is_seen(receiver)


def test_a_command_is_a_unit(site, receiver):
    site().command("fill", check=False)
    unit = receiver.wait_for(lambda: next((one for one in receiver.spans if one["hotclub.unit"] == "command"), None))
    assert unit.name == "fill"
    assert any(one["hotclub.orm.kind"] == "create" for one in receiver.spans if one.trace == unit.trace)


def test_switched_off_nothing_is_sent_or_hooked(site, receiver):
    found = site(enabled=False).command("shell", "-c", "from hotclub_django import hooks; print(len(hooks._applied))")
    assert found.stdout.strip().splitlines()[-1] == "0"
    assert receiver.spans == []
