"""The lanes of the start page: what waits for the reader, and what we work on."""

from __future__ import annotations

from dataclasses import dataclass, field

from kundportal.people.models import Person
from kundportal.tickets.models import Message, Participant
from kundportal.tickets.models.participant import ParticipantQuerySet

MOST = 10


@dataclass(frozen=True)
class Lane:
    """The newest tickets of a lane; `last` holds the newest reply of each, where it is shown."""

    rows: list[Participant]
    has_more: bool
    last: dict[int, Message] = field(default_factory=dict)


def lanes(person: Person) -> dict[str, Lane]:
    """Both lanes, in three queries however much there is."""
    places = Participant.objects.of(person).for_list().order_by("-last_activity_at", "-pk")
    waiting = _lane(places.waiting_for_customer())
    waiting.last.update(Message.objects.last_of(place.ticket_id for place in waiting.rows))
    return {"waiting": waiting, "working": _lane(places.being_worked_on())}


def _lane(places: ParticipantQuerySet) -> Lane:
    rows = list(places[: MOST + 1])
    return Lane(rows[:MOST], has_more=len(rows) > MOST)
