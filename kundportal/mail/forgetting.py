"""What is no longer of use goes: letters after ninety days, what came back of them after a year.

The worker does it in pieces, each a transaction of its own along an index, so that nobody waits.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from kundportal.mail.models import Address, Attempt, Bounce, Mail

LETTERS_KEPT = timedelta(days=90)  # since nothing has happened to the mail
ANSWERS_KEPT = timedelta(days=365)
PIECE = 500
MOST_PIECES = 400  # a day; what is left waits for the next


def forget() -> None:
    """Wipes old letters, and forgets what servers said of mails a year ago."""
    now = timezone.now()
    for _ in range(MOST_PIECES):
        if Mail.objects.forget_letters(before=now - LETTERS_KEPT, most=PIECE) < PIECE:
            break
    for model, moment in ((Attempt, "at"), (Bounce, "received_at")):
        for _ in range(MOST_PIECES):
            if _forget_first(model, moment, before=now - ANSWERS_KEPT) < PIECE:
                break
    _forget_addresses(before=now - ANSWERS_KEPT)


def _forget_first(model: Any, moment: str, *, before: datetime) -> int:
    """Forgets the old ones among the first rows, which were written in the order of time."""
    first = model.objects.order_by("pk").values_list("pk", moment)[:PIECE]
    keys = [pk for pk, at in first if at < before]
    model.objects.filter(pk__in=keys).delete()
    return len(keys)


def _forget_addresses(*, before: datetime) -> None:
    """Forgets those of which nothing was heard since; mail to a stopped one is tried anew."""
    heard = [
        Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lt": before})
        for name in ("last_bounce_at", "complained_at", "stopped_at")
    ]
    Address.objects.filter(*heard, created_at__lt=before).delete()
