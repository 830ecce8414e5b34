"""Marks what was asked for, in what is shown of an entry."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from markupsafe import Markup, escape

from kundportal.search.provisional import Word, words

LONGEST_READ = 20_000  # letters of an entry in which the best place is looked for
EXCERPT = 220
NEAR = 60  # letters before the first hit among which the excerpt may begin
SENTENCE = re.compile(r"[.?!]\s+|\n+")
MARK, END = Markup("<mark>"), Markup("</mark>")
BEFORE, AFTER, NOTHING = Markup("… "), Markup(" …"), Markup("")


def marked(text: str, is_wanted: Callable[[str], bool]) -> Markup:
    """The text, escaped, with each wanted word marked."""
    return _marked(text, [word for word in words(text) if is_wanted(word.text)], 0, len(text))


def excerpt(text: str, weigh: Callable[[str], float], most: int = EXCERPT) -> Markup:
    """The part of a text where the most of what is wanted stands close together."""
    text = text[:LONGEST_READ]
    there = [(word, weight) for word in words(text) if (weight := weigh(word.text))]
    begin, end = _bounds(text, _best(there, most), most)
    shown = _marked(text, [word for word, _weight in there], begin, end)
    return (BEFORE if begin else NOTHING) + shown + (AFTER if end < len(text) else NOTHING)


def _best(there: list[tuple[Word, float]], most: int) -> int:
    """Where the part begins whose different words weigh most."""
    best, at = 0.0, 0
    for first, (word, _weight) in enumerate(there):
        weights: dict[str, float] = {}
        for other, weight in there[first:]:
            if other.end - word.begin > most - 40:
                break
            weights[other.text.lower()] = weight
        if (worth := sum(weights.values())) > best:
            best, at = worth, word.begin
    return at


def _bounds(text: str, at: int, most: int) -> tuple[int, int]:
    """Around a place: from the beginning of its sentence, or of a word, to the end of a word."""
    if len(text) <= most:
        return 0, len(text)
    begin = 0
    if at > NEAR:
        sentences = [match.end() for match in SENTENCE.finditer(text, at - NEAR, at)]
        begin = sentences[-1] if sentences else text.find(" ", at - NEAR, at) + 1 or at
    end = min(len(text), begin + most)
    if end < len(text):
        space = text.rfind(" ", begin + most // 2, end)
        end = space if space > 0 else end
    return begin, end


def _marked(text: str, wanted: list[Word], begin: int, end: int) -> Markup:
    parts, at = [], begin
    for word in wanted[bisect_left([one.begin for one in wanted], begin) :]:
        if word.end > end:
            break
        parts += [escape(text[at : word.begin]), MARK, escape(text[word.begin : word.end]), END]
        at = word.end
    return Markup("").join([*parts, escape(text[at:end])])
