"""Shelves of books, in SQLite."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


def shelf(request: HttpRequest, number: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM book WHERE shelf = %s", [number])
        for id in range(3):
            cursor.execute("SELECT shelf FROM book WHERE id = %s", [id])
    return HttpResponse("books\n")


def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError("no such shelf")


urlpatterns = [path("shelves/<int:number>/", shelf), path("broken/", broken)]
