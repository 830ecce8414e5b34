"""Tickets as customers meet them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from kundportal.lib.pages import go_to, is_fragment_wanted, page
from kundportal.lib.paging import page_by_key
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import conversation
from kundportal.tickets.forms import ReadingForm, ReplyForm, TicketForm
from kundportal.tickets.models import Form, Participant, Ticket
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


@gates.customer()
def choose_form(request: Request) -> HttpResponse:
    """The forms to choose from; where there is one, that one."""
    forms = list(Form.objects.offered_to(request.user))
    if len(forms) == 1:
        return redirect("ticket-form", slug=forms[0].slug)
    return page(request, "tickets/portal/forms.html", {"forms": forms})


@gates.customer("GET", "POST")
def new_ticket(request: Request, slug: str) -> HttpResponse:
    """The form for a new ticket."""
    ticket_form = get_object_or_404(Form.objects.offered_to(request.user), slug=slug)
    form = TicketForm(
        *(request.POST, request.FILES) if request.method == "POST" else (),
        person=request.user,
        form=ticket_form,
    )
    if form.is_valid():
        ticket = Ticket.objects.create_from_form(
            by=request.user, form=ticket_form, **form.cleaned_data
        )
        return go_to(request, reverse("ticket", args=[ticket.number]))
    status = 422 if form.is_bound else 200
    context = {"form": form, "ticket_form": ticket_form}
    return page(request, "tickets/portal/new.html", context, status=status)


@gates.signed_in()
def ticket(request: Request, number: str) -> HttpResponse:
    """A ticket with its conversation. Staff who follow a customer's link land at the desk."""
    if request.user.is_staff:
        return redirect("desk-ticket", number=number)
    return _show(request, number)


@gates.customer("POST")
def reply(request: Request, number: str) -> HttpResponse:
    place = _place(request, number)
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, number, form=form, status=422)
    message = place.ticket.reply(by=request.user, **form.cleaned_data)
    if is_fragment_wanted(request):
        return _show(request, number, sent=message.pk)
    return redirect("reply", number=number, pk=message.pk)


@gates.signed_in()
def permalink(request: Request, number: str, pk: int) -> HttpResponse:
    """The address of one reply, as mails carry it; survives signing in on the way."""
    found = get_object_or_404(Ticket.objects.visible_to(request.user), number=number)
    message = get_object_or_404(found.messages, pk=pk)
    name = "desk-ticket" if request.user.is_staff else "ticket"
    part = conversation.part_with(found, message)
    return redirect(f"{reverse(name, args=[number])}{part}#reply-{pk}")


@gates.customer("POST")
def reading(request: Request, number: str) -> HttpResponse:
    """The reader has the conversation before their eyes."""
    place = _place(request, number)
    form = ReadingForm(request.POST)
    if form.is_valid():  # else nothing was shown, so nothing was read
        place.read(**form.cleaned_data)
    if is_fragment_wanted(request):
        return page(request, "tickets/portal/read.html")
    return redirect("ticket", number=number)


@gates.customer("POST")
def closure(request: Request, number: str) -> HttpResponse:
    place = _place(request, number)
    place.ticket.close(by=request.user)
    return go_to(request, reverse("ticket", args=[number]))


def _place(request: Request, number: str) -> Participant:
    """The reader's place in the ticket; access is this lookup."""
    places = Participant.objects.of(request.user).select_related("ticket")
    return get_object_or_404(places, ticket__number=number)


def _show(
    request: Request,
    number: str,
    *,
    form: ReplyForm | None = None,
    sent: int = 0,
    status: int = 200,
) -> HttpResponse:
    ticket = Ticket.objects.seen_by(request.user, number=number)
    if ticket is None:
        raise Http404
    request.unread = ticket.tickets_unread  # spares the bar its own query
    context: dict[str, Any] = {
        "ticket": ticket,
        "people": Participant.objects.in_ticket(ticket),
        "form": form or ReplyForm(),
        "sent": sent,
        **conversation.part(ticket, request.GET.get("before", "")),
    }
    template = "tickets/portal/ticket.html"
    return page(request, template, context, block="conversation", status=status)
