"""Words a typing error apart."""

from __future__ import annotations

from collections.abc import Callable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 5  # shorter words are too often other words, one letter away
TWO_ERRORS = 9  # from so many letters on, two errors may be meant
MOST = 3


def nearest(word: str, of_length: Callable[[int], list[str]]) -> list[str]:
    """The words with the fewest letters wrong, dropped, added or swapped; none when too many."""
    if len(word) < SHORTEST:
        return []
    allowed = 1 if len(word) < TWO_ERRORS else 2
    lengths = range(len(word) - allowed, len(word) + allowed + 1)
    near = [
        (distance, other)
        for length in lengths
        for other, distance, _ in process.extract(
            word, of_length(length), scorer=OSA.distance, score_cutoff=allowed, limit=MOST
        )
    ]
    fewest = min(near, default=(0, ""))[0]
    return sorted(other for distance, other in near if distance == fewest)[:MOST]
