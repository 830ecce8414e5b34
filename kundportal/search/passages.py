"""The part of an entry that answers a question best."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice

from kundportal.search.answering.hits import Passage
from kundportal.search.answering.marking import WORD, Marker
from kundportal.search.answering.scoring import STRETCH, Score
from kundportal.search.models import Entry

LONGEST = 600  # letters


def passage_of(entry: Entry, score: Score, marker: Marker) -> Passage:
    """The best stretch of an entry, in whole sentences where they are not too long."""
    first = max(0, score.start - score.document.title)
    places = [match.span() for match in islice(WORD.finditer(entry.text), first, first + STRETCH)]
    begin = places[0][0] if places else 0
    end = places[-1][1] if places else 0
    sections = [(at, anchor, title) for anchor, title, at in entry.sections]
    best = marker.best(entry.text, begin, end)
    order = bisect_right(sections, (best, "\uffff", ""))
    at, anchor, title = sections[order - 1] if order else (0, "", "")
    begin = max(at, begin)
    text = entry.text[_sentence_before(entry.text, at, begin) : _sentence_after(entry.text, end)]
    return Passage(entry, title, anchor, text.strip()[:LONGEST], score.total)


def _sentence_before(text: str, least: int, at: int) -> int:
    ends = [text.rfind(sign, least, at) for sign in (". ", "\n", "? ", "! ")]
    found = max(ends)
    return least if found < 0 else found + 1


def _sentence_after(text: str, at: int) -> int:
    ends = [end for sign in (". ", "\n", "? ", "! ") if (end := text.find(sign, at)) >= 0]
    return min(ends) + 1 if ends else len(text)
