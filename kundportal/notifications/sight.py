"""Which of those things that a person was told of they may still be told of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.apps import apps

from kundportal.notifications.models import Notification
from kundportal.people.models import Organisation, Person


def seen_by(person: Person, rows: Sequence[Notification]) -> list[Notification]:
    """Those whose thing the person still sees, and may sign in to see."""
    if not person.may_sign_in:
        return []
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.thing, set()).add(row.thing_id)
    seen = {
        (thing, pk)
        for thing, keys in wanted.items()
        for pk in apps.get_model(thing)
        ._default_manager.visible_to(person)
        .filter(pk__in=keys)
        .values_list("pk", flat=True)
    }
    return [row for row in rows if (row.thing, row.thing_id) in seen]


def bare_among(rows: Iterable[Notification]) -> set[int]:
    """The organisations whose things mails name by their number alone, by their own choice."""
    keys = {row.organisation_id for row in rows if row.organisation_id is not None}
    if not keys:
        return set()
    bare = Organisation.objects.filter(pk__in=keys, mails_are_bare=True)
    return set(bare.values_list("pk", flat=True))
