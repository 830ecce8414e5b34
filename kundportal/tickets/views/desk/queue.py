"""The queue: what the vendor works on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kundportal.lib.pages import page
from kundportal.lib.paging import page_by_key
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.models import Handling, Ticket
from kundportal.tickets.models.handling import VIEWS
from kundportal.tickets.models.state import States
from kundportal.tickets.numbers import tidy_number


@gates.staff()
def queue(request: Request) -> HttpResponse:
    """The tickets of one view, what is due first on top. A number typed in leads to its ticket."""
    typed = request.GET.get("number", "").strip()
    if typed and (found := _by_number(typed)):
        return redirect("desk-ticket", number=found.number)
    if typed:
        messages.error(request, _("No ticket has the number %(typed)s. Check the digits.")
                       % {"typed": typed[:40]})  # fmt: skip
    chosen = request.GET.get("view", "")
    rows, order = Handling.objects.queue(chosen, request.user)
    context = {
        "page": page_by_key(
            rows.for_queue(), by=order, after=request.GET.get("after", ""), size=50
        ),
        "chosen": chosen if chosen in VIEWS else "waiting-for-us",
        "typed": typed,
        "states": States.load(),
    }
    return page(request, "tickets/desk/queue.html", context)


def _by_number(typed: str) -> Ticket | None:
    number = tidy_number(typed)
    return Ticket.objects.with_number(number) if number else None
