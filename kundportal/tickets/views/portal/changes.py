"""What is new in a ticket whose page is open; the page's script asks every few seconds."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import changes
from kundportal.tickets.models import Ticket
from kundportal.tickets.views.live import added, has_not_changed, leave_unused, told
from kundportal.tickets.views.portal.ticket import about


@gates.customer()
def ticket_changes(request: Request, number: str) -> HttpResponse:
    """The replies after `after` and the column beside them; 304 when the page shows it all."""
    leave_unused(request)
    seen = Ticket.objects.visible_to(request.user).with_news()
    ticket = get_object_or_404(seen, number=number)
    word = changes.version(ticket, ticket.places, ticket.newest_message, request.user)
    if unchanged := has_not_changed(request, word):
        return unchanged
    context = about(request, number)
    context |= added(request, context["ticket"])
    context["live"] = changes.version(
        context["ticket"], changes.places(context["people"]), context["last"], request.user
    )
    return told(page(request, "tickets/portal/changes.html", context), context["live"])
