"""The customer's list of tickets."""

from __future__ import annotations

from django.http import HttpResponse

from kundportal.lib.pages import page
from kundportal.lib.paging import page_by_key
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.models import Participant
from kundportal.tickets.models.participant import FILTERS


@gates.customer()
def ticket_list(request: Request) -> HttpResponse:
    """The tickets that the reader takes part in, newest activity first."""
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in FILTERS else "open"
    places = Participant.objects.of(request.user)
    rows = places.shown(chosen).for_list()
    after = request.GET.get("after", "")
    counts = places.counts()
    request.unread = counts["unread"]  # spares the bar its own query
    context = {
        "page": page_by_key(rows, by="-last_activity_at", after=after, size=25),
        "counts": counts,
        "chosen": chosen,
    }
    return page(request, "tickets/portal/list.html", context)
