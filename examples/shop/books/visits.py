"""Who looked at what, kept in the memory of the worker and never let go: a leak."""

import time
from collections import deque
from dataclasses import dataclass

from django.http import HttpRequest

from .models import Book


@dataclass
class Visit:
    book: Book
    headers: dict[str, str]
    at: float


VISITS: list[Visit] = []
LATEST: deque[str] = deque(maxlen=100)


def remember_visit(book: Book, request: HttpRequest) -> None:
    VISITS.append(Visit(book, dict(request.headers), time.time()))


def remember_slug(book: Book) -> None:
    """The last hundred, by name."""
    LATEST.append(book.slug)
