"""What readers think of a book."""

import re
from collections import Counter
from dataclasses import dataclass

from django.db.models import Avg, Count

from .models import Book

# Enough to hear what readers say.
REVIEWS_READ = 20
WORD = re.compile(r"[a-z]{5,}")


@dataclass(frozen=True)
class Rating:
    stars: float
    count: int
    words: list[str]


def summarise(book: Book) -> Rating:
    """Reads every review of the book, to show three numbers of them."""
    reviews = list(book.reviews.all())
    if not reviews:
        return Rating(0, 0, [])
    stars = sum(review.stars for review in reviews) / len(reviews)
    return Rating(round(stars, 1), len(reviews), frequent_words([review.text for review in reviews]))


def summarise_in_database(book: Book) -> Rating:
    """The database counts, and the words come from the newest reviews alone."""
    numbers = book.reviews.aggregate(stars=Avg("stars"), count=Count("id"))
    newest = book.reviews.order_by("-written").values_list("text", flat=True)[:REVIEWS_READ]
    return Rating(round(numbers["stars"] or 0, 1), numbers["count"], frequent_words(list(newest)))


def frequent_words(texts: list[str]) -> list[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(WORD.findall(text.lower()))
    return [word for word, _ in counts.most_common(5)]
