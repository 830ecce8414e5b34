"""What is read most."""

from __future__ import annotations

from functools import lru_cache
from time import time
from typing import Any

from kundportal.knowledge.models import Reading, Translation

DAYS = 30
CANDIDATES = 60  # of which a reader may read some
HOLDS = 10 * 60  # seconds; what is read most changes slowly, and adding it up looks at much


def most_read(reader: Any, language: str, *, most: int) -> list[Translation]:
    """The articles that are read most, of those that the reader may read."""
    numbers = _ranking(int(time() // HOLDS))
    if not numbers:
        return []
    readable = Translation.objects.readable_by(reader).in_language(language)
    found = readable.among(numbers).for_lists()
    return sorted(found, key=lambda one: numbers.index(one.article_id))[:most]


@lru_cache(maxsize=1)
def _ranking(_slot: int) -> tuple[int, ...]:
    """The numbers of the articles that are read most by all, the first first."""
    return tuple(Reading.objects.ranking(DAYS, most=CANDIDATES))


def forget() -> None:
    """Has it added up anew."""
    _ranking.cache_clear()
