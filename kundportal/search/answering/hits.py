"""What search answers with."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from kundportal.search.models import Entry
from kundportal.search.models.entry import Place


@dataclass(frozen=True)
class Hit:
    """An entry that was found. What was asked for stands in `<mark>`; the rest is escaped."""

    entry: Entry
    title: Markup
    excerpt: Markup
    score: float


@dataclass(frozen=True)
class Found:
    """The hits of one page, best first; `next` is what `after` is for the page that follows.

    `language` is that of the hits: another than the reader's when nothing in theirs was found.
    `places` are those of the entries on all pages together. `did_you_mean` is the question with its
    words spelt as they stand in what the reader may read.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    is_sure: bool = False
    did_you_mean: str = ""
    language: str = ""
    next: str = ""
    previous: str = ""
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True)
class Passage:
    """A part of an entry; `anchor` is "" where it begins with the entry itself."""

    entry: Entry
    section_title: str
    anchor: str
    text: str
    score: float


@dataclass(frozen=True)
class Answer:
    """What is known of a question; `certainty` is between 0 and 1."""

    passages: list[Passage] = field(default_factory=list)
    certainty: float = 0.0
    is_sure: bool = False
