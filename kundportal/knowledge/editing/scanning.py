"""Having the files of articles judged by the virus scanner.

A file waits with its row, whatever happens to the scanner or to the job: each minute those that
wait are tried again.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F

from kundportal.history.models import record
from kundportal.knowledge.models import ArticleFile
from kundportal.lib import clamd
from kundportal.lib.clamd import Verdict
from kundportal.lib.scanned import AT_ONCE, MOST_TRIES, WAITING, Scan, have_judged


def scan(key: UUID) -> bool:
    """Has one file judged, if it waits for that; False when the scanner is not there."""
    row = ArticleFile.objects.filter(WAITING, key=key).first()
    return row is None or have_judged(row, settle=settle, count_try=_count_try)


def scan_all() -> None:
    """Tries those again that still wait; without a scanner nothing has to wait for it."""
    waiting = ArticleFile.objects.filter(WAITING)
    if not clamd.is_configured():
        waiting.update(scan=Scan.NONE)
        return
    for key in list(waiting.order_by("scan_tries", "pk").values_list("key", flat=True)[:AT_ONCE]):
        if not scan(key):
            return


@transaction.atomic
def settle(key: UUID, verdict: Verdict, found: str) -> None:
    """Writes down what the scanner said; what it refuses is had by nobody."""
    row = ArticleFile.objects.filter(WAITING, key=key).select_for_update(of=("self",)).first()
    if row is None:
        return
    row.scan = Scan(verdict.value)
    if verdict == Verdict.INFECTED:
        row.forget_file()
    row.save(update_fields=["scan", "file", "preview"])
    if verdict != Verdict.CLEAN:
        record("article.file_refused", thing=row.article, file=row.pk, scan=row.scan, found=found)


def _count_try(key: UUID) -> None:
    waiting = ArticleFile.objects.filter(WAITING, key=key)
    waiting.update(scan_tries=F("scan_tries") + 1)
    if waiting.filter(scan_tries__gte=MOST_TRIES).exists():
        settle(key, Verdict.UNCHECKED, "no answer")
