"""Puts neutral words in place of what tells whom a text is about."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kundportal.lib.anonymising import names, numbers, organisations
from kundportal.lib.anonymising.kinds import Kind, Span, words_in

LONGEST = 100_000
_GAPS = {" ", "-", "\u00a0", ". "}  # between the pieces of one name


@dataclass(frozen=True)
class Known:
    """What is known of those a text may be about: names as they stand in the portal."""

    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # organisations that it is not about, but may name
    kept: tuple[str, ...] = ()  # names of things, such as products, that stay


@dataclass(frozen=True)
class Taken:
    """Something that was taken out: what, and where its neutral word stands now."""

    kind: Kind
    was: str
    start: int
    end: int


@dataclass(frozen=True)
class Anonymous:
    """A text without what tells whom it is about. `doubts` may be names, and stand there still."""

    text: str
    taken: list[Taken] = field(default_factory=list)
    doubts: list[tuple[int, int]] = field(default_factory=list)


def anonymise(text: str, known: Known, *, language: str = "sv") -> Anonymous:
    """The text with neutral words for people, organisations, numbers and addresses."""
    text = unicodedata.normalize("NFC", text[:LONGEST])
    spans = _joined(text, _chosen(_all(text, known), kept=_kept(text, known)))
    words = words_in(language)
    pieces: list[str] = []
    taken: list[Taken] = []
    at = length = 0
    for span in spans:
        word = f"[{words[span.kind]}]"
        pieces += [text[at : span.start], word]
        start = length + span.start - at
        taken.append(Taken(span.kind, text[span.start : span.end], start, start + len(word)))
        at, length = span.end, start + len(word)
    left = "".join([*pieces, text[at:]])
    return Anonymous(left, taken, _doubts(left, known))


def _all(text: str, known: Known) -> Iterator[Span]:
    """All that may have to go, the surest first: where two overlap, the first one counts."""
    yield from numbers.find(text)
    yield from organisations.known(text, known.organisations)
    yield from organisations.others(text, known.others)
    yield from names.known(text, known.people)
    yield from organisations.unknown(text)
    yield from names.unknown(text)


def _kept(text: str, known: Known) -> list[tuple[int, int]]:
    places = []
    for word in known.kept:
        start = text.find(word)
        while word and start >= 0:
            places.append((start, start + len(word)))
            start = text.find(word, start + len(word))
    return places


def _chosen(spans: Iterable[Span], *, kept: list[tuple[int, int]]) -> list[Span]:
    chosen: list[Span] = []
    used: set[int] = {place for start, end in kept for place in range(start, end)}
    for span in spans:
        places = range(span.start, span.end)
        if used.isdisjoint(places):
            used.update(places)
            chosen.append(span)
    return sorted(chosen)


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Pieces of one name, side by side, as one."""
    joined: list[Span] = []
    for span in spans:
        before = joined[-1] if joined else None
        if (
            before
            and before.kind == span.kind == Kind.NAME
            and text[before.end : span.start] in _GAPS
        ):
            joined[-1] = Span(before.start, span.end, span.kind)
        else:
            joined.append(span)
    return joined


def _doubts(left: str, known: Known) -> list[tuple[int, int]]:
    places = _kept(left, known)
    return [
        (span.start, span.end)
        for span in names.doubtful(left)
        if not any(start < span.end and span.start < end for start, end in places)
    ]
