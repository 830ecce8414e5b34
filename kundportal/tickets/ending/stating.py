"""The body of `Handling.set_state`: an agent says how far a ticket has come."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kundportal.history.models import record
from kundportal.people.models import Person
from kundportal.tickets.ending.closing import finish
from kundportal.tickets.models.choices import Status
from kundportal.tickets.models.handling import Handling
from kundportal.tickets.models.state import State
from kundportal.tickets.models.ticket import next_answer


@transaction.atomic
def set_state(handling: Handling, *, state: State, by: Person) -> None:
    """Within a status, nothing that a customer sees moves. The same state again does nothing."""
    if not by.is_staff:
        raise PermissionDenied
    ticket = handling.ticket
    ticket.lock(by=by)
    was = handling.state
    if ticket.status == state.status:
        if was == state:
            return
        handling.follow(ticket, state)
        record("ticket.state_set", thing=ticket, by=by, state=state.pk)
        return
    if state.status == Status.CLOSED:
        finish(ticket, by=by, state=state)
    else:
        # Who takes a ticket back from the customer owes an answer again.
        is_owed = state.status != Status.WAITING
        promised = (ticket.answer_by or next_answer()) if is_owed else None
        ticket.turn(state.status, by=by, answer_by=promised, state=state)
        ticket.move_places()
    record("ticket.state_set", thing=ticket, by=by, state=state.pk)
