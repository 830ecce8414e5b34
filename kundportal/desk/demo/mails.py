"""The mails of the demo's past: nobody's worker is to send letters of months ago."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from django.db.models import F

from kundportal.desk.demo.clock import Clock
from kundportal.mail import models
from kundportal.mail.models import Mail, State

DELIVERED = timedelta(days=4)
TRANSIT = timedelta(seconds=3)


@contextmanager
def unqueued() -> Iterator[None]:
    """Mails are written as always, but no job is queued to send them."""
    with patch.object(models, "defer"):
        yield


def settle(clock: type[Clock], now: datetime) -> None:
    """Delivers what is new, and records what is older as sent, without a file."""
    waiting = Mail.objects.waiting()
    old = waiting.filter(created_at__lt=now - DELIVERED)
    old.filter(is_secret=True).update(text="", html="")
    old.update(
        state=State.SENT,
        tries=1,
        answer="demo: recorded, not written",
        sent_at=F("created_at") + TRANSIT,
        next_try_at=None,
    )
    for pk, written in waiting.order_by("created_at", "pk").values_list("pk", "created_at"):
        clock.moment = min(written + TRANSIT, now)
        Mail.objects.filter(pk=pk).deliver()
