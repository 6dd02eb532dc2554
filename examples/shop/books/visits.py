"""Who looked at what, kept in the memory of the worker and never let go: a leak."""

import time
from dataclasses import dataclass

from django.http import HttpRequest

from .models import Book


@dataclass
class Visit:
    book: Book
    headers: dict[str, str]
    at: float


VISITS: list[Visit] = []


def remember_visit(book: Book, request: HttpRequest) -> None:
    VISITS.append(Visit(book, dict(request.headers), time.time()))
