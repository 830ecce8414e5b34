"""Having the files of articles judged by the virus scanner.

A file waits with its row, whatever happens to the scanner or to the job: each minute those that
wait are tried again.
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction
from django.db.models import F

from kundportal.history.models import record
from kundportal.knowledge.models import ArticleFile
from kundportal.lib import clamd
from kundportal.lib.clamd import Verdict
from kundportal.lib.scanned import WAITING, Scan

MOST_TRIES = 5  # that a file may break the scanner off, before it counts as one it can't judge
AT_ONCE = 200

logger = logging.getLogger("kundportal.scan")


def scan(key: UUID) -> bool:
    """Has one file judged, if it waits for that; False when the scanner is not there."""
    waiting = ArticleFile.objects.filter(WAITING, key=key)
    row = waiting.first()
    if row is None:
        return True
    try:
        with row.file.open("rb") as content:
            verdict, found = clamd.scan(content)
    except clamd.NotReached as error:
        logger.warning("the virus scanner is not there: %s", error)
        return False
    except clamd.BrokenOff as error:
        logger.warning("the virus scanner gave no answer: %s", error)
        waiting.update(scan_tries=F("scan_tries") + 1)
        if waiting.filter(scan_tries__gte=MOST_TRIES).exists():
            settle(key, Verdict.UNCHECKED, "no answer")
        return True
    except FileNotFoundError:
        verdict, found = Verdict.UNCHECKED, "no file"
    settle(key, verdict, found)
    return True


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
