"""Words that mean much the same, of the lists in `data` that come with the product.

They are our own, of the language of schools, municipalities and support; staff add theirs.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from kundportal.search.analysis import folding

_DATA = Path(__file__).with_name("data")

# What a verb and its noun differ by: betala, betalning. What is left of a word is its family.
_ENDINGS = {"sv": re.compile("(ering|ation|ning|ing|ande|ende|else|het|lig|era|ad|a|d|t)$")}
_SHORTEST_FAMILY = 4

GIVEN = 1.0  # what a word that staff gave weighs of its own worth
SAME = 0.8  # what one of the list weighs
KIN = 0.6  # what those of the word's family weigh: betala has ersättning by betalning


def of(base: str, code: str) -> dict[str, float]:
    """What means much the same as a dictionary form, and how much of its worth that counts."""
    groups = _read(code)
    found = {
        other: KIN
        for kin in _families(code).get(_family(base, code), ())
        for other in (kin, *groups[kin])
    }
    found |= dict.fromkeys(groups.get(base, ()), SAME)
    found.pop(base, None)
    return found


def _family(word: str, code: str) -> str:
    root = _ENDINGS[code].sub("", word) if code in _ENDINGS else word
    return root if len(root) >= _SHORTEST_FAMILY else word


@cache
def _families(code: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in _read(code):
        found.setdefault(_family(word, code), []).append(word)
    return found


@cache
def _read(code: str) -> dict[str, set[str]]:
    """A line of the list is a group of words that mean much the same."""
    path = _DATA / f"kindred-{code}.txt"
    found: dict[str, set[str]] = {}
    for line in path.read_text().splitlines() if path.exists() else ():
        group = set(folding.words(line.partition("#")[0]))
        for word in group:
            found.setdefault(word, set()).update(group - {word})
    return found
