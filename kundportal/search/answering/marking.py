"""Marks what was asked for, in what is shown of an entry."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from kundportal.search.analysis import folding
from kundportal.search.analysis.question import Question

LONGEST = 1_000_000
READ = 480  # letters in which the best place is looked for
LONGEST_SHOWN = 220
NEAR = 60  # letters before the first hit among which the excerpt may begin
# As `folding.words` sees words, e-post included, in a text as it was written.
WORD = re.compile(r"(?:\b[^\W\d_][-\u2010\u2011](?=[^\W\d_]{2}))?[^\W_]+")
# Letters that the index may write otherwise. What else there is changes no word but in its case.
UNUSUAL = re.compile("[^\\x00-\\x7fåäöüæøßÅÄÖÜÆØ–—…’”»«•]")
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

    def __init__(self, question: Question, words: Mapping[int, str]) -> None:
        self._wanted = {
            words[term]: (term, max(question.worths[at] for at in said))
            for term, said in question.same.items()
            if term in words and not all(question.words[at].is_small for at in said)
        }

    def marked(self, text: str) -> Markup:
        """The text, escaped, with each word marked that was asked for."""
        return _marked(text, self._places(text), 0, len(text))

    def excerpt(self, text: str, near: float = 0.0) -> Markup:
        """The part of a text where most of what was asked for stands close together.

        It is looked for not far from so much of the text, a share of it.
        """
        first = max(0, int(near * len(text)) - NEAR) if len(text) > READ else 0
        first = text.rfind(" ", 0, first) + 1 if first else 0
        last = first + READ
        places = self._places(text, first, last)
        begin, end = _bounds(text, _best(places) if places else first)
        shown = _marked(text, places, begin, end)
        return (BEFORE if begin else NOTHING) + shown + (AFTER if end < len(text) else NOTHING)

    def best(self, text: str, begin: int, end: int) -> int:
        """Where in a part of a text most of what was asked for stands close together."""
        places = self._places(text, begin, end)
        return _best(places) if places else begin

    def _places(self, text: str, begin: int = 0, end: int = LONGEST) -> list[Place]:
        part, wanted = text[begin:end], self._wanted
        if UNUSUAL.search(part):
            return self._unusual_places(text, begin, end)
        return [
            Place(begin + match.start(), begin + match.end(), *found)
            for match in WORD.finditer(part.lower())
            if (found := wanted.get(match[0]))
        ]

    def _unusual_places(self, text: str, begin: int, end: int) -> list[Place]:
        """The same in a text with letters that the index writes otherwise."""
        wanted, places = self._wanted, []
        for match in WORD.finditer(text, begin, end):
            word = match[0].lower()
            found = wanted.get(word) or (None if word.isascii() else wanted.get(folded(word)))
            if found:
                places.append(Place(*match.span(), *found))
        return places


def _best(places: list[Place]) -> int:
    """Where the part begins whose different words are worth most."""
    best, at = 0.0, places[0].begin
    for order, place in enumerate(places):
        total, seen = 0.0, set()
        for other in places[order:]:
            if other.end - place.begin > LONGEST_SHOWN - NEAR:
                break
            if other.term not in seen:
                seen.add(other.term)
                total += other.worth
        if total > best:
            best, at = total, place.begin
        if len(seen) == len(places) - order:
            break  # all that follow are in it
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
    parts.append(escape(text[at:end]))
    return Markup("".join(parts))  # noqa: S704 each of them is markup already
