"""Pages about books. Most have one fault each, on purpose: README.md says which."""

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_page

from . import duplicates, ratings, visits
from .bestsellers import rank_bestsellers
from .models import Book

PAGE_SIZE = 40
FRONT_PAGE_SECONDS = 5
LONGEST_RESULT = 50
# Enough pairs to keep a worker busy for some tenths of a second.
TITLES_COMPARED = 50


@cache_page(FRONT_PAGE_SECONDS)
def front_page(request: HttpRequest) -> HttpResponse:
    """The bestsellers: dear to rank, so kept for some seconds; each worker keeps its own."""
    return render(request, "books/front.html", {"bestsellers": rank_bestsellers()})


def book_list(request: HttpRequest) -> HttpResponse:
    """N+1: the template asks for author, publisher, categories and reviews of every row."""
    return render(request, "books/list.html", {"page": page_of(Book.objects.all(), request)})


def book_list_joined(request: HttpRequest) -> HttpResponse:
    """The same page in three queries."""
    books = (
        Book.objects.select_related("author", "publisher")
        .prefetch_related("categories")
        .annotate(review_count=Count("reviews"))
        .order_by("title", "id")
    )
    return render(request, "books/list_joined.html", {"page": page_of(books, request)})


def book_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Quick for most books, slow for the few with thousands of reviews; remembers every visit for ever."""
    book = get_object_or_404(Book.objects.select_related("author", "publisher"), slug=slug)
    visits.remember_visit(book, request)
    return render(request, "books/detail.html", {"book": book, "rating": ratings.summarise(book)})


def search(request: HttpRequest) -> HttpResponse:
    """A word anywhere in title or blurb: no index can help, every row is read."""
    words = request.GET.get("q", "").strip()
    found = find_by_words(words) if words else []
    return render(request, "books/search.html", {"words": words, "found": found})


def find_by_words(words: str) -> list[Book]:
    matching = Book.objects.filter(blurb__icontains=words) | Book.objects.filter(title__icontains=words)
    return list(matching.select_related("author").order_by("-published", "id")[:LONGEST_RESULT])


def duplicates_report(request: HttpRequest) -> HttpResponse:
    """Books that may have been entered twice: compares every title with every other in Python."""
    start = int(request.GET.get("from", "0"))
    titles = list(Book.objects.order_by("id").values_list("title", flat=True)[start : start + TITLES_COMPARED])
    return render(request, "books/duplicates.html", {"pairs": duplicates.likely_pairs(titles), "count": len(titles)})


def page_of(books: QuerySet[Book], request: HttpRequest) -> Page:
    return Paginator(books, PAGE_SIZE).get_page(request.GET.get("page"))
