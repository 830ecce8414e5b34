"""What has changed from one text to another: lines first, then words within the lines that changed.

Comparing is quadratic where a text repeats itself, so it is done only within a measure of work;
beyond it what stands between the common beginning and the common end is told as old and new.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from kundportal.knowledge.models import Revision

MOST_WORK = 150_000  # pairs of equal lines or words that are looked at
AROUND = 2  # unchanged lines that are shown before and after what changed
FIELDS = {
    "title": _("Title"),
    "lead": _("In one sentence"),
    "phrasings": _("Other ways to ask"),
    "text": _("Text"),
}
_WORDS = re.compile(r"\w+|\s|[^\w\s]")
Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class Piece:
    """A part of a text. kind: same, added, removed, or gap for `count` unchanged lines."""

    kind: str
    text: str = ""
    count: int = 0


@dataclass(frozen=True)
class Change:
    """A field that differs, with its pieces in their order."""

    label: str | Promise
    pieces: list[Piece]


def changes(old: Revision | None, new: Revision) -> list[Change]:
    """The fields that differ; all that are filled where there was nothing before."""
    found = []
    for name, label in FIELDS.items():
        before, now = getattr(old, name) if old else "", getattr(new, name)
        if before != now:
            found.append(Change(label, differences(before, now)))
    return found


def differences(old: str, new: str) -> list[Piece]:
    """The pieces of the new text, with what is gone where it stood."""
    before, after = _lines(old), _lines(new)
    pieces: list[Piece] = []
    for kind, a, b, c, d in _opcodes(before, after):
        if kind == "equal":
            is_first, is_last = a == 0, b == len(before)
            pieces += _folded(before[a:b], is_first=is_first, is_last=is_last)
        else:
            pieces += _within("".join(before[a:b]), "".join(after[c:d]))
    return list(_joined(pieces))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").splitlines(keepends=True)


def _folded(lines: list[str], *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    """Unchanged lines; only those near a change where they are many."""
    head, tail = (0 if is_first else AROUND), (0 if is_last else AROUND)
    hidden = len(lines) - head - tail
    if hidden <= AROUND:
        yield Piece("same", "".join(lines))
        return
    yield Piece("same", "".join(lines[:head]))
    yield Piece("gap", count=hidden)
    yield Piece("same", "".join(lines[len(lines) - tail :]))


def _within(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    for kind, a, b, c, d in _opcodes(before, after):
        if kind == "equal":
            yield Piece("same", "".join(before[a:b]))
        else:
            yield Piece("removed", "".join(before[a:b]))
            yield Piece("added", "".join(after[c:d]))


def _opcodes(old: Sequence[str], new: Sequence[str]) -> list[Opcode]:
    """What difflib says of what stands between the common beginning and the common end."""
    most = min(len(old), len(new))
    begin = next((at for at in range(most) if old[at] != new[at]), most)
    most -= begin
    end = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    a, b = old[begin : len(old) - end], new[begin : len(new) - end]
    found: list[Opcode] = [("equal", 0, begin, 0, begin)] if begin else []
    if a or b:
        inner = [("replace", 0, len(a), 0, len(b))] if _is_much(a, b) else _compared(a, b)
        found += [(kind, i + begin, j + begin, k + begin, m + begin) for kind, i, j, k, m in inner]
    if end:
        found.append(("equal", len(old) - end, len(old), len(new) - end, len(new)))
    return found


def _is_much(a: Sequence[str], b: Sequence[str]) -> bool:
    counted = Counter(one for one in b if one != " ")
    return sum(counted[one] for one in a) > MOST_WORK or len(a) + len(b) > MOST_WORK // 10


def _compared(a: Sequence[str], b: Sequence[str]) -> list[Opcode]:
    # Spaces are where they are: each is like each other, and none is worth a search.
    matcher = SequenceMatcher(lambda one: one == " ", a, b, autojunk=False)
    return list(matcher.get_opcodes())


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one; a space between two changed words is part of the change."""
    for kind, group in groupby(_spanned([one for one in pieces if one.text or one.count]),
                               key=lambda one: one.kind):  # fmt: skip
        some = list(group)
        yield Piece(kind, "".join(one.text for one in some), sum(one.count for one in some))


def _spanned(pieces: list[Piece]) -> list[Piece]:
    """What is gone stands before what came, also across a space that both have."""
    found: list[Piece] = []
    run: list[Piece] = []
    for at, one in enumerate(pieces):
        is_space = one.kind == "same" and not one.text.strip(" ") and run
        goes_on = at + 1 < len(pieces) and pieces[at + 1].kind in {"added", "removed"}
        if one.kind in {"added", "removed"} or (is_space and goes_on):
            run.append(one)
            continue
        found += [*_sides(run), one]
        run = []
    return found + _sides(run)


def _sides(run: list[Piece]) -> list[Piece]:
    gone = "".join(one.text for one in run if one.kind != "added")
    came = "".join(one.text for one in run if one.kind != "removed")
    sides = [Piece("removed", gone), Piece("added", came)]
    return [one for one in sides if one.text]
