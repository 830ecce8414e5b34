"""Tickets as the vendor's staff work on them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kundportal.lib.pages import page
from kundportal.lib.paging import page_by_key
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import conversation
from kundportal.tickets.forms import (
    AgentReplyForm,
    AssignmentForm,
    NoteForm,
    PriorityForm,
)
from kundportal.tickets.models import Handling, Participant, Ticket
from kundportal.tickets.models.handling import VIEWS
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
    }
    return page(request, "tickets/desk/queue.html", context)


@gates.staff()
def ticket(request: Request, number: str) -> HttpResponse:
    return _show(request, _handling(number))


@gates.staff("POST")
def reply(request: Request, number: str) -> HttpResponse:
    handling = _handling(number)
    form = AgentReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, handling, reply_form=form)
    message = handling.ticket.reply(by=request.user, **form.cleaned_data)
    return redirect("reply", number=number, pk=message.pk)


@gates.staff("POST")
def note(request: Request, number: str) -> HttpResponse:
    handling = _handling(number)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, handling, note_form=form)
    written = handling.note(by=request.user, **form.cleaned_data)
    response = redirect("desk-ticket", number=number)
    response["Location"] += f"#note-{written.pk}"
    return response


@gates.staff("POST")
def assignment(request: Request, number: str) -> HttpResponse:
    handling = _handling(number)
    form = AssignmentForm(request.POST)
    if not form.is_valid():
        return _show(request, handling, assignment_form=form)
    handling.assign(to=form.cleaned_data["assignee"], by=request.user)
    return redirect("desk-ticket", number=number)


@gates.staff("POST")
def priority(request: Request, number: str) -> HttpResponse:
    handling = _handling(number)
    form = PriorityForm(request.POST)
    if not form.is_valid():
        return _show(request, handling, priority_form=form)
    handling.prioritise(priority=form.cleaned_data["priority"], by=request.user)
    return redirect("desk-ticket", number=number)


@gates.staff("POST")
def closure(request: Request, number: str) -> HttpResponse:
    _handling(number).ticket.close(by=request.user)
    return redirect("desk-ticket", number=number)


def _by_number(typed: str) -> Ticket | None:
    number = tidy_number(typed)
    return Ticket.objects.with_number(number) if number else None


def _handling(number: str) -> Handling:
    return get_object_or_404(Handling.objects.for_page(), ticket__number=number)


def _show(request: Request, handling: Handling, **forms: Any) -> HttpResponse:
    """The ticket's page; a form that was sent with faults stands in it as it was sent."""
    ticket = handling.ticket
    context = {
        "handling": handling,
        "ticket": ticket,
        "notes": ticket.notes.newest(),
        "people": Participant.objects.at_desk(ticket),
        "reply_form": AgentReplyForm(),
        "note_form": NoteForm(),
        "assignment_form": AssignmentForm(initial={"assignee": handling.assignee_id}),
        "priority_form": PriorityForm(initial={"priority": handling.priority}),
        **conversation.part(ticket, request.GET.get("before", "")),
        **forms,
        "form": next(iter(forms.values()), None),
    }
    context["entries"] = conversation.woven(context["messages_shown"], context["notes"])
    return page(request, "tickets/desk/ticket.html", context, status=422 if forms else 200)
