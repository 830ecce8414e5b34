"""Marks what was asked for, in what is shown of an entry."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from kundportal.search.analysis import folding
from kundportal.search.analysis.question import Question

LONGEST_READ = 20_000  # letters of an entry in which the best place is looked for
LONGEST_SHOWN = 220
NEAR = 60  # letters before the first hit among which the excerpt may begin
# As `folding.words` sees words, e-post included, in a text as it was written.
WORD = re.compile(r"(?:\b[^\W\d_][-\u2010\u2011](?=[^\W\d_]{2}))?[^\W_]+")
SENTENCE = re.compile(r"[.?!:]\s+|\n+")
MARK, END = Markup("<mark>"), Markup("</mark>")
BEFORE, AFTER, NOTHING = Markup("… "), Markup(" …"), Markup("")


class Place(NamedTuple):
    """Where a word that was asked for stands, which term it is, and what it is worth."""

    begin: int
    end: int
    term: int
    worth: float


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """The word as the index writes it."""
    return next(iter(folding.words(word, 1)), "")


class Marker:
    """Knows which words of a text say what was asked."""

    nothing = NOTHING

    def __init__(self, question: Question, numbers: Mapping[str, int]) -> None:
        self._numbers = numbers
        self._worth = {
            term: max(question.words[at].worth for at in said)
            for term, said in question.same.items()
            if not all(question.words[at].is_small for at in said)
        }

    def marked(self, text: str) -> Markup:
        """The text, escaped, with each word marked that was asked for."""
        return _marked(text, list(self._places(text)), 0, len(text))

    def excerpt(self, text: str) -> Markup:
        """The part of a text where most of what was asked for stands close together."""
        text = text[:LONGEST_READ]
        places = list(self._places(text))
        begin, end = _bounds(text, _best(places))
        shown = _marked(text, places, begin, end)
        return (BEFORE if begin else NOTHING) + shown + (AFTER if end < len(text) else NOTHING)

    def _places(self, text: str) -> Iterator[Place]:
        for match in WORD.finditer(text):
            term = self._numbers.get(folded(match[0]))
            if term is not None and (worth := self._worth.get(term)):
                yield Place(match.start(), match.end(), term, worth)


def _best(places: list[Place]) -> int:
    """Where the part begins whose different words are worth most."""
    best, at = 0.0, 0
    for order, place in enumerate(places):
        worth: dict[int, float] = {}
        for other in places[order:]:
            if other.end - place.begin > LONGEST_SHOWN - NEAR:
                break
            worth[other.term] = other.worth
        if (total := sum(worth.values())) > best:
            best, at = total, place.begin
    return at


def _bounds(text: str, at: int) -> tuple[int, int]:
    """Around a place: from the beginning of its sentence, or of a word, to the end of a word."""
    if len(text) <= LONGEST_SHOWN:
        return 0, len(text)
    begin = 0
    if at > NEAR:
        sentences = [match.end() for match in SENTENCE.finditer(text, at - NEAR, at)]
        begin = sentences[-1] if sentences else text.find(" ", at - NEAR, at) + 1 or at
    end = min(len(text), begin + LONGEST_SHOWN)
    if end < len(text):
        space = text.rfind(" ", begin + LONGEST_SHOWN // 2, end)
        end = space if space > 0 else end
    return begin, end


def _marked(text: str, places: list[Place], begin: int, end: int) -> Markup:
    parts, at = [], begin
    for place in places[bisect_left(places, (begin,)) :]:
        if place.end > end:
            break
        parts += [escape(text[at : place.begin]), MARK, escape(text[place.begin : place.end]), END]
        at = place.end
    return Markup("").join([*parts, escape(text[at:end])])
