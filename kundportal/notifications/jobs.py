"""What the worker does about notifications."""

from __future__ import annotations

from procrastinate.contrib.django import app

from kundportal.notifications import gathering
from kundportal.notifications.models import Notification
from kundportal.people.models import Notify


@app.task(retry=5)
def gather(person_id: int, thing: str, thing_id: int) -> None:
    """Mails what one person is to be told of one thing, when the time of gathering is over."""
    gathering.gather(person_id, thing, thing_id)


@app.task(queueing_lock="notifications.sweep")
def sweep(**_told: int) -> None:
    """Gathers what is due and whose own job was lost."""
    due = Notification.objects.due().filter(how=Notify.AT_ONCE)
    for person_id, thing, thing_id in due.values_list("person_id", "thing", "thing_id").distinct():
        gathering.gather(person_id, thing, thing_id)
