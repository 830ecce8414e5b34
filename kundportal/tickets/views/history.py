"""The history of a ticket in words, for customers and at the desk."""

from __future__ import annotations

from django.http import HttpResponse

from kundportal.lib import paging
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.happenings import happenings
from kundportal.tickets.views.portal.ticket import find


@gates.customer()
def history(request: Request, number: str) -> HttpResponse:
    """What has happened with the ticket, without the texts and without our own work."""
    return _history(request, number)


@gates.staff()
def desk_history(request: Request, number: str) -> HttpResponse:
    """The same with what only we see."""
    return _history(request, number)


def _history(request: Request, number: str) -> HttpResponse:
    ticket = find(request, number)
    before = paging.number(request.GET.get("before", ""))
    shown, older = happenings(ticket, for_staff=request.user.is_staff, before=before)
    context = {"ticket": ticket, "happenings": shown, "older": older, "is_newest": before is None}
    return page(request, "tickets/history.html", context, block="history")
