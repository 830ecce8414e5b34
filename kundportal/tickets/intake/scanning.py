"""Having files judged by the virus scanner.

A file waits with its row, whatever happens to the scanner or to the job: each minute those that
wait are tried again. The file may become part of a reply while it is judged; then the judgement
meets it there.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kundportal.history.models import record
from kundportal.lib import clamd
from kundportal.lib.clamd import Verdict
from kundportal.lib.scanned import AT_ONCE, MOST_TRIES, WAITING, Scan, have_judged
from kundportal.tickets.intake import intake_emails
from kundportal.tickets.models import Attachment, Upload
from kundportal.tickets.models.scanned import ScannedFile

YOUNG = timedelta(seconds=45)  # its own job is about to judge it
MODELS: tuple[type[ScannedFile], ...] = (Upload, Attachment)


def scan(key: UUID) -> bool:
    """Has one file judged, if it waits for that; False when the scanner is not there."""
    row = _waiting(key)
    return row is None or have_judged(row, settle=settle, count_try=_count_try)


def scan_all() -> None:
    """Tries those again that still wait; without a scanner nothing has to wait for it."""
    if not clamd.is_configured():
        for model in MODELS:
            model._default_manager.filter(WAITING).update(scan=Scan.NONE)
        return
    young = Upload.objects.filter(created_at__gte=timezone.now() - YOUNG).values("key")
    for model in MODELS:
        waiting = model._default_manager.filter(WAITING).exclude(key__in=young)
        for key in list(
            waiting.order_by("scan_tries", "pk").values_list("key", flat=True)[:AT_ONCE]
        ):
            if not scan(key):
                return


@transaction.atomic
def settle(key: UUID, verdict: Verdict, found: str) -> None:
    """Writes down what the scanner said, wherever the file is by now."""
    row = _waiting(key, lock=True)
    if row is None:
        return
    if verdict == Verdict.CLEAN:
        row.scan = Scan.CLEAN
        row.save(update_fields=["scan"])
    elif isinstance(row, Upload):
        row.refuse(scan=Scan(verdict.value), found=found)
    elif isinstance(row, Attachment):
        _refuse(row, Scan(verdict.value), found)


def _refuse(row: Attachment, verdict: Scan, found: str) -> None:
    row.scan = verdict
    if verdict == Scan.INFECTED:
        row.forget_file()
    row.save(update_fields=["scan", "file", "preview"])
    record("ticket.file_refused", thing=row.ticket, attachment=row.pk, scan=verdict, found=found)
    intake_emails.file_refused(row)


def _waiting(key: UUID, *, lock: bool = False) -> ScannedFile | None:
    """The row of a file that waits; an upload under lock is an attachment when the lock is had."""
    for model in MODELS:
        rows = model._default_manager.filter(WAITING, key=key)
        if lock:
            rows = rows.select_for_update(of=("self",))
        if row := rows.first():
            return row
    return None


def _count_try(key: UUID) -> None:
    for model in MODELS:
        model._default_manager.filter(WAITING, key=key).update(scan_tries=F("scan_tries") + 1)
        worn_out = model._default_manager.filter(WAITING, key=key, scan_tries__gte=MOST_TRIES)
        if worn_out.exists():
            settle(key, Verdict.UNCHECKED, "no answer")
