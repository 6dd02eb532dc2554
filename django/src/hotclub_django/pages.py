"""Hands a staff user's request for a page on to the server. Its address is a setting; no cookie passes in either direction."""

import http.client
import ssl
from typing import Any
from urllib.parse import quote, urlsplit

from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from . import conf
from .units import current

TIMEOUT_SECONDS = 5.0
# Longer than any page; an export is fetched from the server itself.
LARGEST_PAGE_BYTES = 16 << 20
ASKED = {"HTTP_ACCEPT": "Accept", "HTTP_HX_REQUEST": "HX-Request", "HTTP_IF_NONE_MATCH": "If-None-Match", "CONTENT_TYPE": "Content-Type"}
ANSWERED = (
    "Content-Type", "Content-Disposition", "Content-Security-Policy", "Cache-Control", "ETag", "Referrer-Policy", "X-Content-Type-Options",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def pages(request: Any, path: str) -> HttpResponse:
    user = getattr(request, "user", None)
    if user is None or not (user.is_active and user.is_staff) or ".." in path.split("/"):
        raise Http404
    unit = current.get()
    if unit is not None:
        unit.sampled = 0.0  # looking at the figures is no part of them
    settings = conf.loaded()
    prefix = request.path[: len(request.path) - len(path)].rstrip("/")
    headers = {name: request.META[key] for key, name in ASKED.items() if request.META.get(key)}
    headers["Authorization"] = f"Bearer {settings.pages_token}"
    headers["X-Forwarded-Prefix"] = prefix
    headers["X-Hotclub-User"] = quote(str(user.get_username())[:200])
    headers["X-CSRFToken"] = get_token(request)
    query = request.META.get("QUERY_STRING", "")
    target = "/" + quote(path, safe="/:@!$&'()*+,;=~-._") + ("?" + quote(query, safe="%/:?@!$&'()*+,;=~-._") if query else "")
    try:
        return ask(settings.pages_endpoint or settings.endpoint, request.method, target, request.body, headers, prefix)
    except (OSError, http.client.HTTPException, ValueError):
        return HttpResponse("hotclub: the server is not to be reached", status=502, content_type="text/plain")


def ask(endpoint: str, method: str, target: str, body: bytes, headers: "dict[str, str]", prefix: str) -> HttpResponse:
    address = urlsplit(endpoint)
    connection: http.client.HTTPConnection
    if address.scheme == "https":
        connection = http.client.HTTPSConnection(
            address.hostname or "", address.port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request(method, address.path.rstrip("/") + target, body if method == "POST" else None, headers)
        answer = connection.getresponse()
        content = answer.read(LARGEST_PAGE_BYTES + 1)
        if len(content) > LARGEST_PAGE_BYTES:
            raise ValueError("page too large")
        response = HttpResponse(content, status=answer.status)
        for name in ANSWERED:
            value = answer.headers.get(name)
            if value:
                response[name] = value
        to = answer.headers.get("Location", "")
        if to.startswith(prefix + "/") and not to.startswith("//"):
            response["Location"] = to
        return response
    finally:
        connection.close()
