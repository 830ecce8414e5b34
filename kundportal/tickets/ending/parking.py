"""A ticket rests until its customer is back: the bodies of `Ticket.park` and `Ticket.wake`."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kundportal.history.models import record
from kundportal.lib import dates
from kundportal.people.models import Person
from kundportal.tickets.ending import ending_emails
from kundportal.tickets.models.choices import Status
from kundportal.tickets.models.state import State
from kundportal.tickets.models.ticket import Ticket

LONGEST = timedelta(days=366)


def first_day() -> date:
    return dates.today() + timedelta(days=1)


def last_day() -> date:
    return dates.today() + LONGEST


@transaction.atomic
def park(ticket: Ticket, *, until: date, by: Person) -> bool:
    """Parking until the same day again does nothing. A closed ticket rests already."""
    ticket.lock(by=by)
    if by.is_staff:
        raise PermissionDenied
    if not first_day() <= until <= last_day():
        raise ValueError("A ticket is parked from tomorrow on, and for a year at the most.")
    if ticket.is_closed:
        return False
    if (ticket.parked_until, ticket.parked_by_id) != (until, by.pk):
        state = State.objects.special("parked")
        ticket.turn(Status.WAITING, by=by, state=state, parked_until=until, parked_by_id=by.pk)
        ticket.move_places()
        record("ticket.parked", thing=ticket, by=by, until=until.isoformat())
    return True


@transaction.atomic
def wake(ticket: Ticket) -> bool:
    ticket.take()
    if ticket.parked_until is None or ticket.parked_until > dates.today():
        return False
    who = ticket.parked_by
    ticket.turn(Status.WAITING, by=None)
    ticket.move_places()
    ending_emails.rest_is_over(ticket, to=who)
    return True
