"""What has spared customers a new ticket."""

from __future__ import annotations

from django.http import HttpResponse

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.models import Solution

DAYS = 90


@gates.staff()
def solved(request: Request) -> HttpResponse:
    """How often "This solved it" was pressed, and beside what."""
    context = {"rows": Solution.objects.since(days=DAYS), "days": DAYS}
    return page(request, "tickets/desk/solved.html", context)
