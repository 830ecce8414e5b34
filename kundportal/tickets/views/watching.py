"""Muting a ticket, and following one that one does not take part in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.lib.pages import go_to, page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.forms.sharing import WatchForm
from kundportal.tickets.models import Wants, Watch
from kundportal.tickets.telling import is_told
from kundportal.tickets.views.portal.ticket import find


@gates.customer("GET", "POST")
@never_cache
def watching(request: Request, number: str) -> HttpResponse:
    """Whether the reader is told of the ticket; mails lead here, so a GET only shows it."""
    return _watching(request, number)


@gates.staff("GET", "POST")
@never_cache
def desk_watching(request: Request, number: str) -> HttpResponse:
    return _watching(request, number)


def _watching(request: Request, number: str) -> HttpResponse:
    ticket, reader = find(request, number), request.user
    form = WatchForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {
            "ticket": ticket,
            "wants": Watch.objects.of(reader, ticket),
            "is_told": is_told(ticket, reader),
            "form": form,
        }
        status = 422 if form.is_bound else 200
        return page(request, "tickets/watching.html", context, status=status)
    wants = form.cleaned_data["wants"]
    Watch.objects.choose(wants, person=reader, ticket=ticket)
    messages.success(request, _said(wants))
    return go_to(request, reverse("desk-ticket" if reader.is_staff else "ticket", args=[number]))


def _said(wants: str) -> str:
    if wants == Wants.MUTE:
        return _("The ticket is muted. We do not tell you of what happens in it.")
    if wants == Wants.FOLLOW:
        return _("You follow the ticket. We tell you of what happens in it.")
    return _("Saved.")
