"""The mails of the demo's past: nobody's worker is to send letters of months ago."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from kundportal.desk.demo.clock import Clock
from kundportal.mail.models import Mail, State
from kundportal.mail.models import mail as mail_rows
from kundportal.notifications import models as notifications
from kundportal.notifications.digesting import digest
from kundportal.notifications.gathering import gather
from kundportal.notifications.models import KEPT, Notification
from kundportal.notifications.telling import tell_all
from kundportal.people.models import Notify
from kundportal.tickets import telling
from kundportal.tickets.ending import closing, rating

DELIVERED = timedelta(days=4)
REMEMBERED = timedelta(days=14)
TRANSIT = timedelta(seconds=3)


@contextmanager
def unqueued(now: datetime) -> Iterator[None]:
    """Mails are written as always, but no job is queued to send them.

    What would be told some minutes later is told at once, since the clock goes on in leaps; what
    waits to be gathered, or for a digest, is written by `catch_up` before the clock goes past it.
    What happened in tickets weeks ago is told to nobody: telling takes half of an act's time.
    """

    def tell_what_is_new(*told: Any, **how: Any) -> None:
        if timezone.now() > now - REMEMBERED:
            tell_all(*told, **how)

    with (
        patch.object(telling, "tell_all", tell_what_is_new),
        patch.object(notifications, "defer_until"),
        patch.object(mail_rows, "defer"),
        patch.object(closing, "defer_until", _at_once),
        patch.object(rating, "defer_until", _at_once),
        patch.object(settings, "GATHER_SECONDS", 0),
    ):
        yield


def _at_once(_moment: datetime, task: str, **told: Any) -> None:
    module, _dot, name = task.rpartition(".")
    getattr(import_module(module), name)(**told)


def catch_up(clock: type[Clock], moment: datetime) -> None:
    """Writes what was due by then, each mail at its own time."""
    due = Notification.objects.waiting().filter(due_at__lte=moment).order_by("due_at", "pk")
    while first := due.first():
        assert first.due_at
        clock.moment = first.due_at
        if first.how == Notify.DIGEST:
            digest(first.person_id)
        else:
            gather(first.person_id, first.thing, first.thing_id)


def settle(clock: type[Clock], now: datetime) -> None:
    """Delivers what is new, and records what is older as sent, without a file.

    Notifications of that age have been read; those that are still to be mailed are the worker's.
    """
    clock.moment = now
    Notification.objects.filter(created_at__lt=now - DELIVERED).read()
    Notification.objects.filter(created_at__lt=now - KEPT).delete()
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
