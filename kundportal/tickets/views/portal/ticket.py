"""The ticket's page, and what every act on a ticket begins and ends with."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from kundportal.lib.pages import is_fragment_wanted, page
from kundportal.notifications.models import Unread
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import changes, conversation, sight
from kundportal.tickets.ending import endings
from kundportal.tickets.forms.replying import ReadingForm, ReplyForm
from kundportal.tickets.models import Participant, Ticket


@gates.signed_in()
def ticket(request: Request, number: str) -> HttpResponse:
    """A ticket with its conversation. Staff who follow a customer's link land at the desk."""
    if request.user.is_staff:
        return redirect("desk-ticket", number=find(request, number).number)
    return show(request, number)


@gates.signed_in()
def permalink(request: Request, number: str, pk: int) -> HttpResponse:
    """The address of one reply, as mails carry it; survives signing in on the way."""
    found = find(request, number)
    message = get_object_or_404(found.messages, pk=pk)
    name = "desk-ticket" if request.user.is_staff else "ticket"
    part = conversation.part_with(found, message)
    return redirect(f"{reverse(name, args=[number])}{part}#reply-{pk}")


@gates.customer("POST")
def reading(request: Request, number: str) -> HttpResponse:
    """The reader has the conversation before their eyes."""
    found = find(request, number)
    form = ReadingForm(request.POST)
    if form.is_valid():  # else nothing was shown, so nothing was read
        Participant.objects.read(request.user, found, **form.cleaned_data)
    if is_fragment_wanted(request):
        return page(request, "tickets/portal/read.html")
    return redirect("ticket", number=number)


def find(request: Request, number: str) -> Ticket:
    """The ticket of that number, if the reader may see it; access is this lookup."""
    return get_object_or_404(Ticket.objects.visible_to(request.user), number=number)


def find_writable(request: Request, number: str) -> Ticket:
    """The ticket of that number, if the reader may also write in it."""
    ticket = find(request, number)
    if not ticket.may_be_written_by(request.user):
        raise PermissionDenied
    return ticket


def show(
    request: Request,
    number: str,
    *,
    form: ReplyForm | None = None,
    sent: int = 0,
    preview: str = "",
    status: int = 200,
) -> HttpResponse:
    """The ticket's page, or the conversation alone when htmx asks for it."""
    context = about(request, number)
    ticket, before = context["ticket"], request.GET.get("before", "")
    quoted = conversation.quoted(ticket, request.GET.get("quote", ""))
    context |= {
        "form": form or ReplyForm(initial=quoted, owner=request.user, draft=ticket.draft),
        "sent": sent,
        "preview": preview,
        **conversation.part(ticket, before, request.user),
    }
    context["live"] = changes.live(context, request.user)
    template = "tickets/portal/ticket.html"
    return page(request, template, context, block="conversation", status=status)


def about(request: Request, number: str) -> dict[str, Any]:
    """What the page shows of the ticket besides the conversation, if the reader may see it."""
    ticket = Ticket.objects.seen_by(request.user, number=number)
    if ticket is None:
        raise Http404
    # Spares the bar its own query.
    request.unread = Unread(ticket.tickets_unread, ticket.news["unread"])
    look = sight.look(request.user, ticket, ticket.role)
    return {
        "ticket": ticket,
        "people": Participant.objects.in_ticket(ticket),
        "look": look,
        "opening": sight.opening_of(ticket, reader=request.user),
        **endings.beside(request.user, ticket, look),
    }
