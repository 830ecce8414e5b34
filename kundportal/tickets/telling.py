"""Who is told of what happens in a ticket, and the telling.

Told are those who take part, the agent in charge, and who follows the ticket and still sees it;
but nobody who has muted it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kundportal.lib.reader import writing_for
from kundportal.notifications.models import Kind
from kundportal.notifications.news import News
from kundportal.notifications.telling import tell_all
from kundportal.people.models import Person
from kundportal.tickets import sight

if TYPE_CHECKING:
    from kundportal.tickets.models import Ticket


class Why(StrEnum):
    """Why somebody is told."""

    CREATOR = "creator"
    RECIPIENT = "recipient"
    ASSIGNEE = "assignee"
    FOLLOWER = "follower"
    STAFF = "staff"  # for the kind of thing that they want to know of
    AUTHOR = "author"  # of the file that it is about
    PARKER = "parker"


@dataclass(frozen=True)
class Told:
    """Somebody who is told, and why."""

    person: Person
    why: Why

    @property
    def takes_part(self) -> bool:
        return self.why in {Why.CREATOR, Why.RECIPIENT, Why.PARKER}


Writing = Callable[[Told], News]


def audience(ticket: Ticket, *, besides: Person | None = None) -> list[Told]:
    """Everyone who is to be told of the ticket, but for the one who did what they are told of."""
    places = ticket.participants.select_related("person__organisation").order_by("pk")
    found = {one.person_id: Told(one.person, Why(one.role)) for one in places}
    if agent := ticket.handling.assignee:
        found.setdefault(agent.pk, Told(agent, Why.ASSIGNEE))
    for watch in ticket.watches.select_related("person__organisation").order_by("pk"):
        if watch.wants == "mute":
            found.pop(watch.person_id, None)
        elif watch.person_id not in found and _sees(watch.person, ticket):
            found[watch.person_id] = Told(watch.person, Why.FOLLOWER)
    if besides:
        found.pop(besides.pk, None)
    return list(found.values())


def is_told(ticket: Ticket, person: Person) -> bool:
    """Whether they are told of it as long as they have chosen nothing."""
    if person.is_staff:
        return ticket.handling.assignee_id == person.pk
    return ticket.participants.filter(person=person).exists()


def without_muted(ticket: Ticket, told: Iterable[Told]) -> list[Told]:
    """Those of them who have not muted the ticket."""
    muted = set(ticket.watches.filter(wants="mute").values_list("person_id", flat=True))
    return [one for one in told if one.person.pk not in muted]


def tell(ticket: Ticket, told: Iterable[Told], write: Writing, *, kind: Kind, key: str) -> None:
    """Tells each of them what `write` says to them, in their language."""

    def written(one: Told) -> tuple[Person, News]:
        with writing_for(one.person):
            return one.person, write(one)

    tell_all(map(written, told), kind=kind, about=ticket, key=key)


def _sees(person: Person, ticket: Ticket) -> bool:
    return person.is_staff or sight.look(person, ticket, None) is not None
