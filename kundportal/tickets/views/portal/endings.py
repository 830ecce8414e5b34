"""How a customer ends a ticket, lets it rest, and opens it again."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.lib.pages import go_to, page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import guarding
from kundportal.tickets.forms.ending import ClosureForm, ParkingForm, ReopeningForm
from kundportal.tickets.models import Draft, Ticket
from kundportal.tickets.models.draft import Kind
from kundportal.tickets.views.portal.ticket import find, find_writable


@gates.customer("POST")
def closure(request: Request, number: str) -> HttpResponse:
    """Closes the ticket at once, with a word if one was written."""
    ticket, form = find(request, number), ClosureForm(request.POST)
    if not form.is_valid():
        return _ask(request, ticket, form, "closure")
    again = partial(_ask, request, ticket, form, "closure")
    if question := guarding.stop(request, form, again=again):
        return question
    guarding.send(form, partial(ticket.close, by=request.user), by=request.user)
    return go_to(request, reverse("ticket", args=[number]))


@gates.customer("POST")
def closure_undo(request: Request, number: str) -> HttpResponse:
    """Takes the closing back. Sent again when that is done, it says nothing."""
    ticket = find(request, number)
    if ticket.undo_closing(by=request.user):
        messages.success(request, _("The ticket is as it was before it was closed."))
    elif ticket.is_closed:
        text = _("It is too late to undo. If it is not solved, press Not solved or write a reply.")
        messages.warning(request, text)
    return go_to(request, reverse("ticket", args=[number]))


@gates.customer("POST")
def solution(request: Request, number: str) -> HttpResponse:
    """Thanks, it is solved."""
    find(request, number).close(by=request.user, solved=True)
    return go_to(request, reverse("ticket", args=[number]))


@gates.customer("GET", "POST")
def parking(request: Request, number: str) -> HttpResponse:
    """Asks when the customer will be back, and lets the ticket rest until then."""
    ticket = find_writable(request, number)
    if request.method != "POST":
        return _ask(request, ticket, ParkingForm(initial={"until": ticket.parked_until}), "parking")
    form = ParkingForm(request.POST)
    if not form.is_valid():
        return _ask(request, ticket, form, "parking")
    if not ticket.park(by=request.user, **form.cleaned_data):
        messages.info(request, _("The ticket is closed, so there is nothing to wait for."))
    return redirect("ticket", number=number)


@gates.customer("GET", "POST")
def reopening(request: Request, number: str) -> HttpResponse:
    """Asks what is not solved, and hands the ticket back to us with that."""
    ticket = find_writable(request, number)
    if request.method != "POST":
        begun = Draft.objects.about(ticket, Kind.REPLY, by=request.user)
        return _ask(request, ticket, ReopeningForm(owner=request.user, draft=begun), "reopening")
    form = ReopeningForm(request.POST, request.FILES, owner=request.user)
    if not form.is_valid():
        return _ask(request, ticket, form, "reopening")
    again = partial(_ask, request, ticket, form, "reopening")
    if question := guarding.stop(request, form, again=again):
        return question
    insist = partial(ticket.reply, by=request.user, insists=True)
    message = guarding.send(form, insist, by=request.user)
    return go_to(request, reverse("reply", args=[message.ticket.number, message.pk]))


@gates.customer("POST")
def reopening_preview(request: Request, number: str) -> HttpResponse:
    """Without scripts: the question again, with what is written as it would look; nothing sent."""
    ticket = find_writable(request, number)
    form = ReopeningForm(request.POST, request.FILES, owner=request.user)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    return _ask(request, ticket, form, "reopening", preview=text)


def _ask(
    request: Request, ticket: Ticket, form: Any, what: str, *, preview: str = ""
) -> HttpResponse:
    status = 422 if form.is_bound and not preview else 200
    context = {"ticket": ticket, "form": form, "preview": preview}
    return page(request, f"tickets/portal/{what}.html", context, status=status)
