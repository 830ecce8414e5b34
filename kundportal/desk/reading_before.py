"""Which articles were read, and what was searched for, before a ticket was written.

The trail of a customer's day is found by making its mark anew; two hours later it is gone. What
stays are numbers, and for whoever answers the ticket, which articles its writer had read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kundportal.knowledge.models import ReadBefore, Reading
from kundportal.lib import dates
from kundportal.lib.locks import try_to_lock
from kundportal.search.models import Asked, Trace
from kundportal.search.noting.reader_marks import of_customer
from kundportal.tickets.models import Ticket

AGE = timedelta(minutes=3), timedelta(minutes=40)  # readings of the last minute are counted by then
MOST = 500


@transaction.atomic
def tie() -> None:
    """Ties the newest tickets to what their writers did before; each ticket once."""
    if not try_to_lock("desk.reading_before", 0):
        return
    now = timezone.now()
    by_mark = {
        f"ticket {ticket.number}": ticket
        for ticket in Ticket.objects.newest(MOST)
        if AGE[0] <= now - ticket.created_at < AGE[1]
    }
    for trace in Trace.objects.keep(_traces(by_mark)):
        _tie(by_mark[trace.once])


def _traces(by_mark: dict[str, Ticket]) -> Iterable[Trace]:
    for once, ticket in by_mark.items():
        day = dates.day_of(ticket.created_at)
        yield Trace(once=once, day=day, at=ticket.created_at, kind=Trace.Kind.TICKET)


def _tie(ticket: Ticket) -> None:
    day = dates.day_of(ticket.created_at)
    reader = of_customer(ticket.created_by_id)
    trails = {reader.trail_of(day), reader.trail_of(day - timedelta(days=1))}
    before = list(Trace.objects.before(ticket.created_at, trails=trails))
    asked = [trace.counted for trace in before if trace.kind == Trace.Kind.ASKED]
    read = [trace.counted for trace in before if trace.kind == Trace.Kind.READ]
    Asked.objects.add(asked, tickets=1)
    Reading.objects.add(read, tickets=1)
    ReadBefore.objects.note(ticket.number, organisation=ticket.organisation_id, readings=read)
