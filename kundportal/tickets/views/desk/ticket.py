"""A ticket as the vendor's staff work on it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import conversation, endings
from kundportal.tickets.forms.desk import AssignmentForm, NoteForm, PriorityForm
from kundportal.tickets.forms.replying import AgentReplyForm
from kundportal.tickets.forms.states import StateForm
from kundportal.tickets.models import Handling, Participant
from kundportal.tickets.models.state import States


@gates.staff()
def ticket(request: Request, number: str) -> HttpResponse:
    return show(request, find(number))


@gates.staff("POST")
def reply(request: Request, number: str) -> HttpResponse:
    handling = find(number)
    form = AgentReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, handling, reply_form=form)
    message = handling.ticket.reply(by=request.user, **form.cleaned_data)
    return redirect("reply", number=number, pk=message.pk)


@gates.staff("POST")
def note(request: Request, number: str) -> HttpResponse:
    handling = find(number)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show(request, handling, note_form=form)
    written = handling.note(by=request.user, **form.cleaned_data)
    response = redirect("desk-ticket", number=number)
    response["Location"] += f"#note-{written.pk}"
    return response


@gates.staff("POST")
def assignment(request: Request, number: str) -> HttpResponse:
    handling = find(number)
    form = AssignmentForm(request.POST)
    if not form.is_valid():
        return show(request, handling, assignment_form=form)
    handling.assign(to=form.cleaned_data["assignee"], by=request.user)
    return redirect("desk-ticket", number=number)


@gates.staff("POST")
def priority(request: Request, number: str) -> HttpResponse:
    handling = find(number)
    form = PriorityForm(request.POST)
    if not form.is_valid():
        return show(request, handling, priority_form=form)
    handling.prioritise(priority=form.cleaned_data["priority"], by=request.user)
    return redirect("desk-ticket", number=number)


@gates.staff("POST")
def state(request: Request, number: str) -> HttpResponse:
    handling = find(number)
    form = StateForm(request.POST, states=States.load(), now=handling.state)
    if not form.is_valid():
        return show(request, handling, state_form=form)
    handling.set_state(state=form.cleaned_data["state"], by=request.user)
    return redirect("desk-ticket", number=number)


@gates.staff("POST")
def closure(request: Request, number: str) -> HttpResponse:
    find(number).ticket.close(by=request.user)
    return redirect("desk-ticket", number=number)


def find(number: str) -> Handling:
    """The handling of the ticket of that number, or 404."""
    return get_object_or_404(Handling.objects.for_page(), ticket__number=number)


def show(request: Request, handling: Handling, **forms: Any) -> HttpResponse:
    """The ticket's page; a form that was sent with faults stands in it as it was sent."""
    ticket, states = handling.ticket, endings.states_at_desk(handling)
    state = states.of(handling.state_id, ticket.status)
    context = {
        "handling": handling,
        "ticket": ticket,
        "notes": ticket.notes.newest(),
        "people": Participant.objects.at_desk(ticket),
        "state": state or ticket.status_label,
        "state_form": StateForm(states=states, now=state),
        "reply_form": AgentReplyForm(states=states),
        "note_form": NoteForm(),
        "assignment_form": AssignmentForm(initial={"assignee": handling.assignee_id}),
        "priority_form": PriorityForm(initial={"priority": handling.priority}),
        **endings.at_desk(handling),
        **conversation.part(ticket, request.GET.get("before", "")),
        **forms,
        "form": next(iter(forms.values()), None),
    }
    context["entries"] = conversation.woven(context["messages_shown"], context["notes"])
    return page(request, "tickets/desk/ticket.html", context, status=422 if forms else 200)
