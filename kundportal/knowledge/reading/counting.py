"""Counts which articles are read, without knowing by whom.

A page that shows an article calls `note_reading`; it writes no row and costs no query. The worker
counts what it leaves, once for each reader and day.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from kundportal.knowledge.entering import KIND
from kundportal.knowledge.models import Translation
from kundportal.lib import dates, spool
from kundportal.search.noting import asking_log
from kundportal.search.noting.reader_marks import reader_of

READ = "read"


def note_reading(request: HttpRequest, article: Translation) -> None:
    """Counts that the article was shown, and that it was opened from a search if it was."""
    reader = reader_of(request)
    if reader is None:
        return
    spool.leave(READ, {
        "once": reader.mark(READ, article.article_id, article.language), "trail": reader.trail,
        "at": timezone.now().isoformat(), "day": dates.today().isoformat(),
        "article": article.article_id, "language": article.language,
    })  # fmt: skip
    asking_log.note_opened(request, kind=KIND, thing_id=article.article_id)
