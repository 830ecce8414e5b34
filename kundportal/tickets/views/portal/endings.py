"""How a customer ends a ticket."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from kundportal.lib.pages import go_to
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.views.portal.ticket import find


@gates.customer("POST")
def closure(request: Request, number: str) -> HttpResponse:
    find(request, number).close(by=request.user)
    return go_to(request, reverse("ticket", args=[number]))
