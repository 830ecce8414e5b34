"""Words that mean much the same, from a dictionary that comes with the product."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kundportal.search.analysis import folding

_DATA = Path(__file__).with_name("data")


def of(base: str, code: str) -> frozenset[str]:
    """The synonyms of a dictionary form; there are lists of some languages only."""
    return _read(code).get(base, frozenset())


@cache
def _read(code: str) -> dict[str, frozenset[str]]:
    """A line of the list has a word and what means the same; it holds both ways."""
    path = _DATA / f"synonyms-{code}.txt"
    found: dict[str, set[str]] = {}
    for line in path.read_text().splitlines() if path.exists() else ():
        if not line.startswith("#"):
            word, *others = folding.folded(line).split()
            found.setdefault(word, set()).update(others)
            for other in others:
                found.setdefault(other, set()).add(word)
    return {word: frozenset(others) for word, others in found.items()}
