"""How a person is told of each kind: what they may choose about, and the choice itself."""

from __future__ import annotations

from django.db import transaction

from kundportal.notifications.models import Kind, Notification
from kundportal.people.models import Notify, Person, Role


def kinds_for(person: Person) -> list[Kind]:
    """The kinds that concern the person, in the order in which pages show them."""
    if person.is_customer:
        return [Kind.REPLIES, Kind.NAMED, Kind.ARTICLES]
    kinds = [Kind.REPLIES, Kind.ASSIGNED, Kind.NEW_TICKETS]
    if person.role == Role.LEAD:
        kinds.append(Kind.RATINGS)
    if person.is_administrator:
        kinds.append(Kind.APPLICATIONS)
    return [*kinds, Kind.ARTICLES]


def told_of(person: Person, kind: str) -> Notify:
    """How the person is told of the kind."""
    return Notify(getattr(person, f"notify_{kind}"))


@transaction.atomic
def choose(person: Person, chosen: dict[str, Notify]) -> dict[str, Notify]:
    """Keeps how the person is told of these kinds, and has what waits told that way.

    Gives what was chosen before, of the kinds for which it was something else.
    """
    rows = Person.objects.select_for_update(of=("self",), no_key=True)
    now: Person = rows.get(pk=person.pk)
    before = {kind: told_of(now, kind) for kind, how in chosen.items() if told_of(now, kind) != how}
    if not before:
        return {}
    person.choose_notifications(**{f"notify_{kind}": chosen[kind] for kind in before})
    for kind in before:
        Notification.objects.of(person).filter(kind=kind).plan_anew(chosen[kind])
    return before
