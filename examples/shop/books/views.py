"""Pages about books. Most have one fault each, on purpose: README.md says which."""

from django.core.cache import caches
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_page

from orders.models import OrderLine
from shop.faults import is_fixed

from . import duplicates, ratings, visits
from .bestsellers import rank_bestsellers
from .models import Author, Book, Category, Review

PAGE_SIZE = 40
FRONT_PAGE_SECONDS = 5
# Bestsellers change slowly.
SHARED_SECONDS = 60
LONGEST_RESULT = 50
# Enough pairs to keep a worker busy for some tenths of a second.
TITLES_COMPARED = 50
AUTHORS_SHOWN = 50
ORDERS_COMPARED = 100


def front_page(request: HttpRequest) -> HttpResponse:
    """The bestsellers: dear to rank, so kept for some seconds; each worker keeps its own."""
    return front_page_shared(request) if is_fixed(request) else front_page_alone(request)


def front_page_shared(request: HttpRequest) -> HttpResponse:
    """All workers keep one, and for longer."""
    bestsellers = caches["shared"].get_or_set("bestsellers", rank_bestsellers, SHARED_SECONDS)
    return render(request, "books/front.html", {"bestsellers": bestsellers})


@cache_page(FRONT_PAGE_SECONDS)
def front_page_alone(request: HttpRequest) -> HttpResponse:
    return render(request, "books/front.html", {"bestsellers": rank_bestsellers()})


def book_list(request: HttpRequest) -> HttpResponse:
    """N+1: the template asks for author, publisher, categories and reviews of every row."""
    if is_fixed(request):
        return book_list_joined(request)
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
    if is_fixed(request):
        visits.remember_slug(book)
        rating = ratings.summarise_in_database(book)
    else:
        visits.remember_visit(book, request)
        rating = ratings.summarise(book)
    return render(request, "books/detail.html", {"book": book, "rating": rating})


def search(request: HttpRequest) -> HttpResponse:
    """A word anywhere in title or blurb: no index can help, every row is read."""
    words = request.GET.get("q", "").strip()
    find = find_by_title if is_fixed(request) else find_by_words
    found = find(words) if words else []
    return render(request, "books/search.html", {"words": words, "found": found})


def find_by_words(words: str) -> list[Book]:
    matching = Book.objects.filter(blurb__icontains=words) | Book.objects.filter(title__icontains=words)
    return list(matching.select_related("author").order_by("-published", "id")[:LONGEST_RESULT])


def find_by_title(words: str) -> list[Book]:
    """Titles alone, by their first letters: an index can answer."""
    return list(Book.objects.filter(slug__startswith=words).select_related("author").order_by("slug")[:LONGEST_RESULT])


def authors(request: HttpRequest) -> HttpResponse:
    """N+1 by counting: one COUNT for every author, and the newest book of each."""
    if is_fixed(request):
        shown = list(Author.objects.annotate(book_count=Count("books")).order_by("name", "id")[:AUTHORS_SHOWN])
        newest = newest_titles(shown)
        rows = [(author.name, author.book_count, newest.get(author.pk, "")) for author in shown]
    else:
        rows = [one_author(author) for author in Author.objects.order_by("name", "id")[:AUTHORS_SHOWN]]
    return render(request, "books/authors.html", {"rows": rows})


def one_author(author: Author) -> tuple[str, int, str]:
    newest = author.books.order_by("-published", "-id").first()
    return author.name, author.books.count(), newest.title if newest else ""


def newest_titles(shown: list[Author]) -> dict[int, str]:
    """By author; a later row of the same author takes the place of the earlier."""
    rows = Book.objects.filter(author__in=shown).order_by("published", "id").values_list("author_id", "title")
    return dict(rows)


def categories(request: HttpRequest) -> HttpResponse:
    """N+1 over the cache: one call for every category."""
    names = list(Category.objects.order_by("name").values_list("name", flat=True))
    keys = {f"category-greeting:{name}": name for name in names}
    if is_fixed(request):
        kept = caches["default"].get_many(keys)
    else:
        kept = {key: caches["default"].get(key) for key in keys}
    for key, name in keys.items():
        if kept.get(key) is None:
            kept[key] = f"Read more {name}"
            caches["default"].set(key, kept[key], SHARED_SECONDS)
    return render(request, "books/categories.html", {"greetings": [kept[key] for key in keys]})


def similar(request: HttpRequest, slug: str) -> HttpResponse:
    """Prefetches reviews and categories that no row shows."""
    book = get_object_or_404(Book, slug=slug)
    others = Book.objects.filter(author=book.author_id).exclude(pk=book.pk)
    if not is_fixed(request):
        others = others.select_related("publisher").prefetch_related("reviews", "categories")
    return render(request, "books/similar.html", {"book": book, "others": others})


def bought_together(request: HttpRequest) -> HttpResponse:
    """A slow query: every line of every order with every other line of it."""
    lines = OrderLine.objects.all()
    if is_fixed(request):
        newest = OrderLine.objects.order_by("-order_id").values_list("order_id", flat=True).first() or 0
        lines = lines.filter(order_id__gt=newest - ORDERS_COMPARED)
    pairs = (
        lines.filter(order__lines__book_id__gt=F("book_id"))
        .values("book__title", "order__lines__book__title")
        .annotate(times=Count("id"))
        .order_by("-times", "book__title", "order__lines__book__title")[:20]
    )
    return render(request, "books/together.html", {"pairs": pairs})


def reviews_as_text(request: HttpRequest) -> HttpResponse:
    """Every review held at once, to write one line of each."""
    if is_fixed(request):
        lines = Review.objects.order_by("id").values_list("book_id", "stars")
        return StreamingHttpResponse((f"{book} {stars}\n" for book, stars in lines.iterator()), content_type="text/plain")
    reviews = list(Review.objects.order_by("id"))
    return HttpResponse("".join(f"{review.book_id} {review.stars}\n" for review in reviews), content_type="text/plain")


def duplicates_report(request: HttpRequest) -> HttpResponse:
    """Books that may have been entered twice: compares every title with every other in Python."""
    start = int(request.GET.get("from", "0"))
    pairs_of = duplicates.likely_pairs_quickly if is_fixed(request) else duplicates.likely_pairs
    titles = list(Book.objects.order_by("id").values_list("title", flat=True)[start : start + TITLES_COMPARED])
    return render(request, "books/duplicates.html", {"pairs": pairs_of(titles), "count": len(titles)})


def page_of(books: QuerySet[Book], request: HttpRequest) -> Page:
    return Paginator(books, PAGE_SIZE).get_page(request.GET.get("page"))
