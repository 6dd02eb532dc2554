import time

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Count
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from hotclub_django import span

from .models import Author, Book, Cover, Note, Tag

LOOPS = {
    "forward_fk": lambda: [book.author.name for book in Book.objects.all()],
    "forward_one_to_one": lambda: [cover.book.title for cover in Cover.objects.all()],
    "reverse_one_to_one": lambda: [book.cover.colour for book in Book.objects.all()],
    "reverse_fk": lambda: [list(author.books.all()) for author in Author.objects.all()],
    "m2m": lambda: [list(book.tags.all()) for book in Book.objects.all()],
    "m2m_back": lambda: [list(tag.tagged.all()) for tag in Tag.objects.all()],
    "generic_fk": lambda: [note.target for note in Note.objects.all()],
    "generic_relation": lambda: [list(author.notes.all()) for author in Author.objects.all()],
    "deferred": lambda: [book.title for book in Book.objects.only("id")],
    "prefetch": lambda: list(Author.objects.prefetch_related("books")),
    "count": lambda: [author.books.count() for author in Author.objects.all()],
    "exists": lambda: [author.books.exists() for author in Author.objects.all()],
    "first": lambda: [author.books.first() for author in Author.objects.all()],
    "values": lambda: [list(author.books.values_list("title", flat=True)) for author in Author.objects.all()],
    "get": lambda: [Book.objects.get(pk=pk) for pk in range(1, 4)],
    "in_bulk": lambda: Book.objects.in_bulk([1, 2]),
    "aggregate": lambda: Book.objects.aggregate(n=Count("id")),
    "iterator": lambda: [book.author for book in Book.objects.iterator(chunk_size=2)],
    "save": lambda: [book.save() for book in Book.objects.all()],
    "refresh": lambda: [book.refresh_from_db() for book in Book.objects.all()],
    "raw": lambda: list(Book.objects.raw("select * from books_book")),
    "cursor": lambda: cursor("select name from books_author where name <> 'planted-literal'"),
    "joined": lambda: [book.author.country.name for book in Book.objects.select_related("author__country")],
}


def cursor(statement):
    with connection.cursor() as found:
        found.execute(statement)
        return found.fetchall()


def loop(request, name):
    return HttpResponse(str(len(LOOPS[name]() or ())))


def empty(request):
    return HttpResponse("ok")


async def asynchronous(request):
    names = [book.title async for book in Book.objects.all()]
    author = await Author.objects.afirst()
    return HttpResponse(author.name + str(len(names)))


def template(request):
    return render(request, "page.html", {"books": Book.objects.all()})


def streamed(request):
    def body():
        for book in Book.objects.all():
            yield book.author.name + "\n"

    return StreamingHttpResponse(body())


def events(request):
    return StreamingHttpResponse(iter(["data: 1\n\n"]), content_type="text/event-stream")


def failing(request):
    raise ValueError("planted-message 'planted-quoted' for user planted@example.com id=4711")


def secrets(request, word):
    Book.objects.filter(title="planted-parameter").exists()
    Book.objects.extra(where=["title <> 'planted-extra'"]).count()
    cursor("select 'planted-literal' /* planted-comment */")
    cache.set("basket:planted-4711:x", "planted-cache-value")
    cache.get("basket:planted-4711:x")
    raise ValueError("no such thing: 'planted-quoted' planted-4711")


def transactional(request):
    with transaction.atomic():
        Book.objects.count()
        Author.objects.count()
    Tag.objects.using("other").count()
    return HttpResponse("ok")


def spans(request):
    with span("pricing"):
        Book.objects.count()
        cache.get_many(["a", "b"])
    return HttpResponse("ok")


def slow(request):
    time.sleep(0.3)
    return HttpResponse("ok")


def enter(request, name):
    login(request, User.objects.get(username=name))
    return HttpResponse("ok")
