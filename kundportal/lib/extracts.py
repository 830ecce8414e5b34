"""What a room tells of the data that it holds about somebody, before it is written to a file.

Each room owns its part: `extract_of(person)` in its module `extract`. The names of parts and facts
are those of the machine-readable file, and stay; the labels are in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

Value = str | int | bool | date | datetime | None


@dataclass(frozen=True)
class Fact:
    """One thing that is held. `words` say it to a person, where the value is a code."""

    name: str
    label: str
    value: Value
    words: str = ""


@dataclass(frozen=True)
class Copy:
    """A file to put into the archive: where it is kept, and its path there."""

    stored: str
    path: str


@dataclass(frozen=True)
class Entry:
    """A thing with its facts, such as a ticket; in `parts` what belongs to it."""

    title: str
    facts: Sequence[Fact]
    parts: Sequence[Part] = ()
    copy: Copy | None = None


@dataclass(frozen=True)
class Part:
    """Things of one kind, read one at a time as they are written."""

    name: str
    title: str
    entries: Iterable[Entry]
    about: str = ""
