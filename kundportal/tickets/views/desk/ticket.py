"""A ticket as the vendor's staff work on it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Person
from kundportal.tickets import changes, conversation, guarding
from kundportal.tickets.ending import endings
from kundportal.tickets.forms.desk import AssignmentForm, NoteForm, PriorityForm
from kundportal.tickets.forms.replying import AgentReplyForm
from kundportal.tickets.forms.states import StateForm
from kundportal.tickets.models import Handling, Participant
from kundportal.tickets.models.draft import Kind
from kundportal.tickets.models.state import States


@gates.staff()
def ticket(request: Request, number: str) -> HttpResponse:
    return show(request, find(number, request.user))


@gates.staff("POST")
def reply(request: Request, number: str) -> HttpResponse:
    handling = find(number, request.user)
    form = AgentReplyForm(request.POST, request.FILES, owner=request.user)
    if not form.is_valid():
        return show(request, handling, reply_form=form)
    again = partial(show, request, handling, reply_form=form)
    if question := guarding.stop(request, form, again=again):
        return question
    reply = partial(handling.ticket.reply, by=request.user)
    message = guarding.send(form, reply, by=request.user)
    return redirect("reply", number=number, pk=message.pk)


@gates.staff("POST")
def note(request: Request, number: str) -> HttpResponse:
    handling = find(number, request.user)
    form = NoteForm(request.POST, owner=request.user)
    if not form.is_valid():
        return show(request, handling, note_form=form)
    written = handling.note(by=request.user, **form.cleaned_data)
    response = redirect("desk-ticket", number=number)
    response["Location"] += f"#note-{written.pk}"
    return response


@gates.staff("POST")
def reply_preview(request: Request, number: str) -> HttpResponse:
    """Without scripts: the page again, with the reply shown as it would be; nothing is sent."""
    form = AgentReplyForm(request.POST, request.FILES, owner=request.user)
    shown = form.cleaned_data["text"] if form.is_valid() else ""
    return show(request, find(number, request.user), reply_form=form, reply_preview=shown)


@gates.staff("POST")
def note_preview(request: Request, number: str) -> HttpResponse:
    """The same for a note."""
    form = NoteForm(request.POST, owner=request.user)
    shown = form.cleaned_data["text"] if form.is_valid() else ""
    return show(request, find(number, request.user), note_form=form, note_preview=shown)


@gates.staff("POST")
def assignment(request: Request, number: str) -> HttpResponse:
    handling = find(number, request.user)
    form = AssignmentForm(request.POST)
    if not form.is_valid():
        return show(request, handling, assignment_form=form)
    handling.assign(to=form.cleaned_data["assignee"], by=request.user)
    return redirect("desk-ticket", number=number)


@gates.staff("POST")
def priority(request: Request, number: str) -> HttpResponse:
    handling = find(number, request.user)
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


def find(number: str, reader: Person | None = None) -> Handling:
    """The handling of the ticket of that number, or 404; for its page, name who reads it."""
    return get_object_or_404(Handling.objects.for_page(reader), ticket__number=number)


def show(
    request: Request,
    handling: Handling,
    *,
    reply_preview: str = "",
    note_preview: str = "",
    **forms: Any,
) -> HttpResponse:
    """The ticket's page; a form that was sent with faults stands in it as it was sent."""
    ticket, states = handling.ticket, endings.states_at_desk(handling)
    state = states.of(handling.state_id, ticket.status)
    drafts = {one["kind"]: one for one in getattr(handling, "begun", [])}
    quoted = conversation.quoted(ticket, request.GET.get("quote", ""))
    context = {
        "handling": handling,
        "ticket": ticket,
        "notes": ticket.notes.newest(),
        "people": Participant.objects.at_desk(ticket),
        "state": state or ticket.status_label,
        "state_form": StateForm(states=states, now=state),
        "reply_form": AgentReplyForm(
            states=states, initial=quoted, owner=request.user, draft=drafts.get(Kind.REPLY)
        ),
        "note_form": NoteForm(owner=request.user, draft=drafts.get(Kind.NOTE)),
        "assignment_form": AssignmentForm(initial={"assignee": handling.assignee_id}),
        "priority_form": PriorityForm(initial={"priority": handling.priority}),
        **endings.at_desk(handling),
        **conversation.part(ticket, request.GET.get("before", ""), request.user),
        **forms,
        "reply_preview": reply_preview,
        "note_preview": note_preview,
        "form": next(iter(forms.values()), None),
    }
    context["entries"] = conversation.woven(context["messages_shown"], context["notes"])
    context["live"] = changes.live(context, request.user)
    faulty = forms and not (reply_preview or note_preview)
    return page(request, "tickets/desk/ticket.html", context, status=422 if faulty else 200)
