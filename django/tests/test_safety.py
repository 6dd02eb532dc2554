import socket
import threading
import time

import pytest

PLANTED = (
    "planted-parameter", "planted-extra", "planted-literal", "planted-comment", "planted-cache-value", "planted-4711", "planted-quoted",
    "planted-path", "planted-query", "planted-header", "planted-cookie", "planted-secret-key", "planted-password", "planted@example.com",
    "planted-message",
)  # fmt: skip


def test_no_planted_secret_is_among_the_bytes_sent(site, receiver):
    here = site().gunicorn()
    headers = {"Authorization": "planted-header", "Cookie": "sessionid=planted-cookie"}
    here.get("/secrets/planted-path/?token=planted-query", headers)
    here.get("/failing/?planted-query", headers)
    here.get("/enter/anna/", headers)
    unit, spans = receiver.unit("/secrets")
    receiver.unit("/failing")
    receiver.unit("/enter")
    assert {"exists", "count", "cursor"} <= {one["hotclub.orm.kind"] for one in spans}
    assert sum(1 for one in spans if one["hotclub.cache.operation"]) == 2
    assert [secret for secret in PLANTED if secret.encode() in receiver.bytes and secret != "planted-message"] == []


def test_a_dead_server_costs_no_request_its_answer(site):
    here = site(receiver=None).gunicorn()
    assert [here.get("/loop/forward_fk/")[0] for _ in range(5)] == [200] * 5


def test_a_server_that_never_answers_makes_nobody_wait(site, receiver):
    mute = socket.create_server(("127.0.0.1", 0))
    here = site(endpoint=f"http://127.0.0.1:{mute.getsockname()[1]}").gunicorn()
    here.get("/empty/")
    taken, _ = mute.accept()
    began = time.monotonic()
    assert here.get("/loop/forward_fk/")[0] == 200
    # the exporter waits five seconds for its answer
    assert time.monotonic() - began < 4
    taken.close()
    mute.close()


def test_a_server_that_talks_nonsense_is_borne(site):
    hostile = socket.create_server(("127.0.0.1", 0))

    def talk():
        while True:
            try:
                taken, _ = hostile.accept()
                taken.sendall(b"\x00\xff" * 5_000 + b"\r\n\r\n")
                taken.close()
            except OSError:
                return

    threading.Thread(target=talk, daemon=True).start()
    here = site(endpoint=f"http://127.0.0.1:{hostile.getsockname()[1]}").gunicorn()
    assert [here.get("/empty/")[0] for _ in range(3)] == [200] * 3
    hostile.close()


def test_what_is_refused_is_counted_and_reported(site, receiver):
    receiver.answer = 400
    here = site().gunicorn()
    refused = threading.Event()
    original = receiver.server.RequestHandlerClass.do_POST

    def watched(handler):
        original(handler)
        refused.set()

    receiver.server.RequestHandlerClass.do_POST = watched
    here.get("/empty/")
    assert refused.wait(20)
    receiver.answer = 200
    here.get("/slow/")
    assert receiver.wait_for(lambda: receiver.metrics.get(("hotclub.dropped", "refused with 400"))) >= 1


BREAK = """
import hotclub_django.frames as frames, hotclub_django.orm as orm, hotclub_django.encode as encode
def broken(*_, **__): raise RuntimeError("broken on purpose")
{what} = broken
from django.test import Client
print(Client().get("/loop/forward_fk/").content, Client().get("/streamed/").getvalue()[:8], Client().get("/spans/").status_code)
"""


@pytest.mark.parametrize(
    "what",
    ["frames.walk", "frames.first_own", "orm.facts_of", "orm.key_columns", "orm.through", "orm.made_here", "encode.Encoder.spans",
     "encode.Encoder.query"],
)  # fmt: skip
def test_a_broken_hook_never_reaches_the_application(site, what):
    here = site()
    found = here.command("shell", "-c", BREAK.format(what=what))
    assert found.stdout.strip().splitlines()[-1] == "b'6' b'author 0' 200", found.stderr


@pytest.mark.parametrize("key, value", [("endpont", "x"), ("share", 2), ("sampling", "some"), ("endpoint", "ftp://x"), ("ignore", "/x")])
def test_a_wrong_setting_is_said_by_name(site, key, value):
    found = site(**{key: value} if key != "endpoint" else {"endpoint": value}).command("check")
    assert "hotclub.W001" in found.stderr and key in found.stderr


def test_a_share_is_sent_with_its_weight(site, receiver):
    here = site(sampling="share", share=0.5).gunicorn()
    for _ in range(40):
        here.get("/empty/")
    unit, _ = receiver.unit("/empty")
    assert unit["hotclub.weight"] == 2.0
