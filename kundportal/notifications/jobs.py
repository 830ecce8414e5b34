"""What the worker does about notifications.

What one person's mail is spoilt by keeps nobody else from theirs: it is put off, noted without a
word of what it is about, and tried again. What a run has not come to, the next minute's does.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from django.utils import timezone
from procrastinate.contrib.django import app

from kundportal.notifications import digesting, gathering
from kundportal.notifications.models import Notification, NotificationQuerySet

RUN_SECONDS = 50
MOST_AT_ONCE = 5000
PUT_OFF = timedelta(hours=1)
logger = logging.getLogger(__name__)


@app.task(retry=5)
def gather(person_id: int, thing: str, thing_id: int) -> None:
    """Mails what one person is to be told of one thing, when the time of gathering is over."""
    gathering.gather(person_id, thing, thing_id)


@app.task(queueing_lock="notifications.sweep")
def sweep(**_told: int) -> None:
    """Gathers what is due and whose own job was lost."""
    stop = monotonic() + RUN_SECONDS
    due = Notification.objects.at_once().due().order_by("person_id", "thing", "thing_id")
    things = due.values_list("person_id", "thing", "thing_id").distinct()
    for person_id, thing, thing_id in things[:MOST_AT_ONCE]:
        if monotonic() > stop:
            return
        told = due.filter(person_id=person_id, thing=thing, thing_id=thing_id)
        _try(lambda: gathering.gather(person_id, thing, thing_id), told)  # noqa: B023 called here


@app.task(queueing_lock="notifications.send_digests")
def send_digests(**_told: int) -> None:
    """Writes the digests that it is time for."""
    stop = monotonic() + RUN_SECONDS
    for person_id in digesting.people_due():
        if monotonic() > stop:
            return
        told = Notification.objects.for_digest().due().filter(person_id=person_id)
        _try(lambda: digesting.digest(person_id), told)  # noqa: B023 called here


@app.task(queueing_lock="notifications.forget")
def forget(**_told: int) -> None:
    """Deletes what is older than the list goes back."""
    Notification.objects.forget()


def _try(write: Callable[[], object], told: NotificationQuerySet) -> None:
    try:
        write()
    except Exception:
        logger.exception("The mail of a notification could not be written")
        told.update(due_at=timezone.now() + PUT_OFF)
