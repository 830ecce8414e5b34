"""What a ticket's page says about its end: who may end it, how it was rated, what follows it."""

from __future__ import annotations

from typing import Any

from kundportal.people.models import Person
from kundportal.tickets.models import Grade, Handling, Rating, State, Ticket
from kundportal.tickets.models.state import States
from kundportal.tickets.sight import Look

SAID = ("value", "topics", "text")


def beside(person: Person, ticket: Ticket, look: Look | None) -> dict[str, Any]:
    """For the customer's page. An open ticket that follows none asks the database nothing."""
    shown: dict[str, Any] = {"grades": list(Grade), "rating": None}
    if ticket.is_closed and look and look.may_write:
        shown["rating"] = Rating.objects.of(person, ticket)
    if ticket.follows_id or ticket.is_followed:
        shown["links"] = list(Ticket.objects.visible_to(person).linked_to(ticket))
    return shown


def at_desk(handling: Handling) -> dict[str, Any]:
    """For the desk, which sees what everybody said; all of it came along with the handling."""
    about = handling.about
    ratings = about["ratings"] or []
    return {
        "ratings": [(one["name"], Rating(**{name: one[name] for name in SAID})) for one in ratings],
        "follows": about["follows"],
        "goes_on_in": about["goes_on_in"] or [],
    }


def state_words(handling: Handling) -> Any:
    """Where the ticket stands, as staff say it."""
    state = states_at_desk(handling).of(handling.state_id, handling.ticket.status)
    return state or handling.ticket.status_label


def states_at_desk(handling: Handling) -> States:
    return States.of_rows(State(**row) for row in handling.about["states"] or [])
