"""The lanes of the start page: what waits for the reader, and what we work on."""

from __future__ import annotations

from dataclasses import dataclass

from kundportal.people.models import Person
from kundportal.tickets.models import Participant
from kundportal.tickets.models.participant import ParticipantQuerySet

MOST = 10


@dataclass(frozen=True)
class Lane:
    rows: list[Participant]
    has_more: bool


def lanes(person: Person) -> dict[str, Lane]:
    """The newest of each, `MOST` at the most, in one query each."""
    places = Participant.objects.of(person).for_list().order_by("-last_activity_at", "-pk")
    return {
        "waiting": _lane(places.waiting_for_customer()),
        "working": _lane(places.being_worked_on()),
    }


def _lane(places: ParticipantQuerySet) -> Lane:
    rows = list(places[: MOST + 1])
    return Lane(rows[:MOST], has_more=len(rows) > MOST)
