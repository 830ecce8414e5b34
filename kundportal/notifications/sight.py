"""Which of those things that a person was told of they may still be told of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from django.apps import apps

from kundportal.notifications.models import Notification
from kundportal.people.models import Organisation, Person


def seen_by(person: Person, rows: Sequence[Notification]) -> list[Notification]:
    """Those whose thing the person still sees, and may sign in to see."""
    seen = seen_among(person, {(row.thing, row.thing_id) for row in rows})
    return [row for row in rows if (row.thing, row.thing_id) in seen]


def seen_among(person: Person, things: AbstractSet[tuple[str, int]]) -> set[tuple[str, int]]:
    """The same of things alone, each by its model's label and its key."""
    if not person.may_sign_in:
        return set()
    wanted: dict[str, set[int]] = {}
    for thing, pk in things:
        wanted.setdefault(thing, set()).add(pk)
    return {
        (thing, pk)
        for thing, keys in wanted.items()
        for pk in apps.get_model(thing)
        ._default_manager.visible_to(person)
        .filter(pk__in=keys)
        .values_list("pk", flat=True)
    }


def bare_of(organisations: Iterable[int | None]) -> set[int]:
    """Those whose things mails name by their number alone, by their own choice."""
    keys = {pk for pk in organisations if pk is not None}
    if not keys:
        return set()
    bare = Organisation.objects.filter(pk__in=keys, mails_are_bare=True)
    return set(bare.values_list("pk", flat=True))
