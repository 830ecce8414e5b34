"""How an entry's words are written down: in a vector to find it by, and in their order to score it.

A term stands in the vector under its number, and a letter: strong (in the title, or often) or
plain. So one reaches the entries that are about a common word without touching all that have it.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable

from kundportal.search.answering.scoring import Document

STRONG, PLAIN = "A", "B"
OFTEN = 3
MOST_WORDS = 60_000  # of an entry; what comes after them is not found


def pack(title: Iterable[int], text: Iterable[int]) -> bytes:
    """How many of the words are the title's, then all of them in their order."""
    numbers = array("I", title)
    numbers.insert(0, len(numbers))
    numbers.extend(text)
    return numbers[: MOST_WORDS + 1].tobytes()


def document(key: int, packed: bytes) -> Document:
    """The entry as scoring reads it."""
    numbers = array("I", packed)
    title = numbers.pop(0) if numbers else 0
    return Document(key, numbers, title)


def length(packed: bytes) -> int:
    """In words, as scoring counts them."""
    return int(document(0, packed).length)


def terms_of(packed: bytes) -> set[int]:
    return set(array("I", packed)[1:])


def sorts_of(packed: bytes) -> tuple[set[int], set[int]]:
    """The terms of the entry, and those that it is about."""
    read = document(0, packed)
    times = Counter(read.terms)
    strong = {term for term, count in times.items() if count >= OFTEN}
    strong.update(read.terms[: read.title])
    return set(times), strong


def strong(number: int) -> str:
    return f"{number:x}{STRONG}"


def plain(number: int) -> str:
    return f"{number:x}{PLAIN}"


def lexemes(terms: set[int], of_title: set[int]) -> list[str]:
    """What the vector of an entry holds that has these terms, and is about those."""
    return [*map(plain, terms - of_title), *map(strong, of_title)]
