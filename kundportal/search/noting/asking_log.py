"""Notes what is searched for, for those who write: what is missing, what is not found.

Nobody's name goes with it. What looks like a person's number or address is taken out before it is
kept. `note` writes no row: the worker counts what it leaves (`counting_asked.py`).
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from kundportal.lib import dates, spool
from kundportal.search.noting.asked_words import tidy
from kundportal.search.noting.reader_marks import reader_of

ASKED, OPENED = "asked", "opened"
SEARCH, PARAMETER = "/search/", "q"


def note(
    request: HttpRequest, *, typed: str, found: int, is_sure: bool, product: int | None = None
) -> None:
    """Counts a search whose results are shown: the page calls it once, whatever part it shows."""
    reader, words = reader_of(request), tidy(typed)
    if reader is None or not words:
        return
    language = get_language()
    spool.leave(ASKED, {
        "once": reader.mark(ASKED, language, words, product), "trail": reader.trail,
        "at": timezone.now().isoformat(), "day": dates.today().isoformat(),
        "words": words, "language": language, "reader": reader.kind.value,
        "product": product, "found": found, "is_sure": is_sure,
    })  # fmt: skip


def note_opened(request: HttpRequest, *, kind: str, thing_id: int) -> None:
    """Counts that a hit was opened, where the reader comes from our page of results."""
    words = tidy(words_before(request))
    reader = reader_of(request) if words else None
    if reader is None:
        return
    spool.leave(OPENED, {
        "once": reader.mark(OPENED, words), "each": reader.mark(OPENED, words, kind, thing_id),
        "at": timezone.now().isoformat(), "day": dates.today().isoformat(),
        "words": words, "language": get_language(), "reader": reader.kind.value,
        "kind": kind, "thing_id": thing_id,
    })  # fmt: skip


def words_before(request: HttpRequest) -> str:
    """What was searched for on the page that the reader comes from; the browser tells it."""
    try:
        before = urlsplit(request.headers.get("Referer", "")[:4000])
    except ValueError:
        return ""
    if before.netloc != request.get_host() or before.path != SEARCH:
        return ""
    return parse_qs(before.query).get(PARAMETER, [""])[0]
