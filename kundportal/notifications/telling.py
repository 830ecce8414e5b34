"""The same thing is told to many people in a few statements."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models, transaction

from kundportal.lib.queue import defer_all_until
from kundportal.notifications.gathering import gather
from kundportal.notifications.models import Kind, Notification
from kundportal.notifications.news import News
from kundportal.people.models import Notify, Person

AT_ONCE = 500


@transaction.atomic(savepoint=False)
def tell_all(
    told: Iterable[tuple[Person, News]], *, kind: Kind, about: models.Model, key: str
) -> None:
    """Tells each person their news of the thing, as they have chosen for the kind.

    Each is written inside `writing_for(person)`. The same key again tells nobody anything.
    """
    rows = [
        Notification.written(person, news, kind=kind, about=about, key=key)
        for person, news in told
        if person.may_sign_in
    ]
    to_mail = [row for row in rows if row.how == Notify.AT_ONCE]
    for row in to_mail:
        row.due_at = to_mail[0].due_at
    Notification.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    if settings.GATHER_SECONDS <= 0:
        for row in to_mail:
            gather(row.person_id, row.thing, row.thing_id)
    elif to_mail and (moment := to_mail[0].due_at):
        task = "kundportal.notifications.jobs.gather"
        defer_all_until(moment, task, [row.job for row in to_mail])
