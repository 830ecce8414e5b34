"""The lanes of the start page: what waits for the reader, and what we work on."""

from __future__ import annotations

from dataclasses import dataclass, field

from kundportal.people.models import Person
from kundportal.tickets.finding import listing
from kundportal.tickets.finding.wanted import Wanted
from kundportal.tickets.models import Message, Ticket

MOST = 10


@dataclass(frozen=True)
class Lane:
    """The newest tickets of a lane; `last` holds the newest reply of each, where it is shown."""

    rows: list[Ticket]
    has_more: bool
    last: dict[int, Message] = field(default_factory=dict)


def lanes(person: Person) -> dict[str, Lane]:
    """Both lanes, in three queries however much there is."""
    waiting = _lane(person, "for-me")
    waiting.last.update(Message.objects.last_of(ticket.pk for ticket in waiting.rows))
    return {"waiting": waiting, "working": _lane(person, "in-hand")}


def _lane(person: Person, show: str) -> Lane:
    page = listing.page(person, Wanted(show=show), size=MOST)
    return Lane(page.rows, has_more=bool(page.after))
