"""Counts the searches, and the hits that were opened, that pages have left for the worker."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from django.db import transaction

from kundportal.lib import spool
from kundportal.lib.locks import try_to_lock
from kundportal.search.models import Asked, Opened, Trace
from kundportal.search.models.trace import trace_of
from kundportal.search.noting.asking_log import ASKED, OPENED

AT_ONCE = 500
Line = dict[str, Any]
KEY = ("day", "language", "words", "reader")


def count_left() -> None:
    """Counts all that is left."""
    count_lines(ASKED, _count_asked)
    count_lines(OPENED, _count_opened)


def count_lines(kind: str, count: Callable[[list[Line]], None]) -> None:
    """Gives what is left of one kind to whoever counts it; one worker at a time."""
    for lines in spool.taken(kind):
        with transaction.atomic():
            if not try_to_lock(f"counts.{kind}", 0):
                return
            for start in range(0, len(lines), AT_ONCE):
                count(lines[start : start + AT_ONCE])


def _count_asked(lines: list[Line]) -> None:
    rows: dict[tuple[Any, ...], int] = {}
    traces = []
    found: dict[str, tuple[int, bool]] = {}
    for line in lines:
        key = (*(line[name] for name in KEY), line["product"])
        if key not in rows:
            given = dict(zip((*KEY, "product_id"), key, strict=True))
            rows[key] = Asked.objects.row(**given).pk
        traces.append(trace_of(line, kind=Trace.Kind.ASKED, counted=rows[key]))
        found.setdefault(line["once"], (line["found"], line["is_sure"]))
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for trace in Trace.objects.keep(traces):
        number, is_sure = found[trace.once]
        counts[trace.counted]["times"] += 1
        if not number:
            counts[trace.counted]["nothing"] += 1
        elif not is_sure:
            counts[trace.counted]["unsure"] += 1
    for pk, added in counts.items():
        Asked.objects.add([pk], **added)


def _count_opened(lines: list[Line]) -> None:
    """A search counts as opened once a reader and day, each of its hits too."""
    for line in lines:
        asked = Asked.objects.of(**{name: line[name] for name in KEY})
        if asked is None:
            continue
        if Trace.objects.keep([trace_of(line, kind=Trace.Kind.OPENED)]):
            Asked.objects.add([asked.pk], opened=1)
        each = trace_of({**line, "once": line["each"]}, kind=Trace.Kind.OPENED)
        if Trace.objects.keep([each]):
            Opened.objects.note(asked, kind=line["kind"], thing_id=line["thing_id"])
