"""A simple analysis, until that of `analysis/` is there: words without their commonest endings."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

VERSION = 1
WORD = re.compile(r"[^\W_]+(?:[:'’-][^\W_]+)*")
ENDINGS = (
    "ningarna", "ningen", "ningar", "arna", "erna", "orna", "ande", "ende", "aren", "ades", "ens",
    "ets", "are", "ade", "ast", "na", "en", "et", "ar", "er", "or", "as", "es", "a", "e", "n", "t",
    "s",
)  # fmt: skip
LONGEST = 60
TITLE, PHRASING = 3.0, 2.0


@dataclass(frozen=True)
class Word:
    """A word of a text, and where it stands there."""

    begin: int
    end: int
    text: str


def words(text: str) -> Iterator[Word]:
    for match in WORD.finditer(text):
        yield Word(match.start(), match.end(), match[0])


@lru_cache(maxsize=50_000)
def term(word: str) -> str:
    plain = unicodedata.normalize("NFC", word).lower()[:LONGEST]
    for ending in ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 4:
            return plain.removesuffix(ending)
    return plain


def terms(text: str) -> list[str]:
    return [term(word.text) for word in words(text)]


def impacts(title: str, phrasings: str, text: str, mean: float) -> tuple[dict[str, float], int]:
    """What each term says of a text, between 0 and 1, and how long the text is."""
    counts: Counter[str] = Counter()
    body = terms(text)
    for some, weight in ((terms(title), TITLE), (terms(phrasings), PHRASING), (body, 1.0)):
        for one in some:
            counts[one] += weight  # type: ignore[assignment]
    length = sum(counts.values())
    norm = 1.2 * (0.25 + 0.75 * length / (mean or length or 1))
    return {one: number / (number + norm) for one, number in counts.items()}, int(length)
