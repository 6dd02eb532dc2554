from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest


class Upstream(BaseHTTPRequestHandler):
    seen = []

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.seen.append((self.command, self.path, dict(self.headers), body))
        self.send_response(200)
        for name, value in {"Content-Type": "text/html", "Set-Cookie": "a=b", "X-Own": "1", "Content-Length": "4"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"page")

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


@pytest.fixture
def mounted(site):
    upstream = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    Upstream.seen = []
    Thread(target=upstream.serve_forever, args=(0.05,), daemon=True).start()
    yield site(pages_endpoint=f"http://127.0.0.1:{upstream.server_port}", pages_token="page-token").gunicorn()
    upstream.shutdown()
    upstream.server_close()


def entered(here, name):
    cookies = SimpleCookie()
    for line in here.get(f"/enter/{name}/")[2].get_all("Set-Cookie"):
        cookies.load(line)
    return {"Cookie": f"sessionid={cookies['sessionid'].value}"}


def test_only_staff_sees_the_pages(mounted):
    assert mounted.get("/hotclub/")[0] == 404
    assert mounted.get("/hotclub/", entered(mounted, "otto"))[0] == 404
    assert Upstream.seen == []


def test_staff_is_handed_on_without_cookies(mounted):
    status, body, headers = mounted.get("/hotclub/endpoint/a%20b?range=1h", entered(mounted, "anna"))
    assert (status, body) == (200, b"page")
    assert "a=b" not in str(headers) and headers["X-Own"] is None
    method, path, sent, _ = Upstream.seen[0]
    assert (method, path) == ("GET", "/endpoint/a%20b?range=1h")
    assert sent["Authorization"] == "Bearer page-token"
    assert (sent["X-Forwarded-Prefix"], sent["X-Hotclub-User"]) == ("/hotclub", "anna")
    assert "Cookie" not in sent


def test_a_form_needs_django_s_own_token(mounted):
    staff = entered(mounted, "anna")
    assert mounted.get("/hotclub/finding/1", staff, b"state=muted")[0] == 403
    token = "a" * 32
    good = {"Cookie": staff["Cookie"] + f"; csrftoken={token}"}
    assert mounted.get("/hotclub/finding/1", good, f"state=muted&csrfmiddlewaretoken={token}".encode())[0] == 200
    assert Upstream.seen[0][0] == "POST" and b"state=muted" in Upstream.seen[0][3]


def test_no_path_leads_out_of_the_pages(mounted):
    assert mounted.get("/hotclub/..%2f..%2fv1/traces", entered(mounted, "anna"))[0] == 404


def test_looking_at_the_pages_is_not_traced(mounted, receiver):
    mounted.get("/hotclub/", entered(mounted, "anna"))
    mounted.get("/empty/")
    receiver.unit("/empty")
    assert not [one for one in receiver.spans if (one["url.path"] or "").startswith("/hotclub")]
