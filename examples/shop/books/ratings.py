"""What readers think of a book."""

import re
from collections import Counter
from dataclasses import dataclass

from .models import Book

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


def frequent_words(texts: list[str]) -> list[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(WORD.findall(text.lower()))
    return [word for word, _ in counts.most_common(5)]
