"""Titles that are nearly the same: pure Python, quadratic twice over."""

from collections import Counter

# Of the longer title's letters: two editions differ in fewer.
NEARLY_THE_SAME = 0.25


def likely_pairs(titles: list[str]) -> list[tuple[str, str]]:
    """Every two titles that differ in few letters."""
    pairs = []
    for i, first in enumerate(titles):
        for second in titles[i + 1 :]:
            if edit_distance(first, second) < NEARLY_THE_SAME * max(len(first), len(second)):
                pairs.append((first, second))
    return pairs


def likely_pairs_quickly(titles: list[str]) -> list[tuple[str, str]]:
    """The same pairs: two titles differ in at least as many letters as their letters differ in number."""
    letters = [Counter(title) for title in titles]
    pairs = []
    for i, first in enumerate(titles):
        for j in range(i + 1, len(titles)):
            longest = max(len(first), len(titles[j]))
            extra = letters[i] - letters[j]
            missing = letters[j] - letters[i]
            if max(extra.total(), missing.total()) < NEARLY_THE_SAME * longest:
                if edit_distance(first, titles[j]) < NEARLY_THE_SAME * longest:
                    pairs.append((first, titles[j]))
    return pairs


def edit_distance(first: str, second: str) -> int:
    """How many letters are put in, taken out or changed to get from one to the other (Levenshtein)."""
    above = list(range(len(second) + 1))
    for row, letter in enumerate(first, 1):
        current = [row]
        for column, other in enumerate(second, 1):
            changed = above[column - 1] + (letter != other)
            current.append(min(above[column] + 1, current[-1] + 1, changed))
        above = current
    return above[-1]
