"""Everyone who sees a ticket, by name, each with the reason and who added them when.

The same `sight.look` that guards the ticket is asked for each of the organisation's people, who
are as many as it has seats.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kundportal.history.models import Event
from kundportal.people.models import Person
from kundportal.tickets import sight
from kundportal.tickets.models import Participant, Ticket

BY_WHOM = {
    "ticket.created": "recipients",
    "ticket.recipients_added": "people",
    "ticket.handed_over": "to",
}


@dataclass(frozen=True)
class Naming:
    """Who made somebody a recipient, and when."""

    by: str
    at: datetime
    is_own: bool


@dataclass(frozen=True)
class Listed:
    """Somebody in the full list."""

    person: Person
    reason: sight.Reason
    named: Naming | None


def everyone_who_sees(ticket: Ticket, places: list[Participant]) -> list[Listed]:
    roles = {place.person_id: str(place.role) for place in places}
    people = list(Person.objects.who_act_for(ticket.organisation_id))
    for one in people:
        one.organisation = ticket.organisation
    found = sight.seers(ticket, ((one, roles.get(one.pk)) for one in people))
    named = _named(ticket)
    return [
        Listed(
            one.person,
            one.reason,
            named.get(one.person.pk) if one.reason == sight.Reason.RECIPIENT else None,
        )
        for one in found
    ]


def _named(ticket: Ticket) -> dict[int, Naming]:
    found: dict[int, Naming] = {}
    acts = Event.objects.of(ticket).among(BY_WHOM).select_related("by").order_by("pk")
    for act in acts:
        told = act.data.get(BY_WHOM[act.verb])
        for pk in told if isinstance(told, list) else [told]:
            if act.by:
                found[pk] = Naming(act.by.name, act.at, is_own=act.by_id == pk)
    return found
