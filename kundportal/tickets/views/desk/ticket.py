"""A ticket as the vendor's staff work on it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Person
from kundportal.tickets import conversation
from kundportal.tickets.forms.desk import AssignmentForm, NoteForm, PriorityForm
from kundportal.tickets.forms.replying import AgentReplyForm
from kundportal.tickets.models import Handling, Participant
from kundportal.tickets.models.draft import Kind


@gates.staff()
def ticket(request: Request, number: str) -> HttpResponse:
    return show(request, find(number, request.user))


@gates.staff("POST")
def reply(request: Request, number: str) -> HttpResponse:
    handling = find(number, request.user)
    form = AgentReplyForm(request.POST, request.FILES, owner=request.user)
    if not form.is_valid():
        return show(request, handling, reply_form=form)
    message = handling.ticket.reply(by=request.user, **form.cleaned_data)
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
def closure(request: Request, number: str) -> HttpResponse:
    find(number).ticket.close(by=request.user)
    return redirect("desk-ticket", number=number)


def find(number: str, reader: Person | None = None) -> Handling:
    """The handling of the ticket of that number, or 404; for its page, name who reads it."""
    return get_object_or_404(Handling.objects.for_page(reader), ticket__number=number)


def show(request: Request, handling: Handling, **forms: Any) -> HttpResponse:
    """The ticket's page; a form that was sent with faults stands in it as it was sent."""
    ticket, me = handling.ticket, request.user
    drafts = {one["kind"]: one for one in getattr(handling, "begun", [])}
    context = {
        "handling": handling,
        "ticket": ticket,
        "notes": ticket.notes.newest(),
        "people": Participant.objects.at_desk(ticket),
        "reply_form": AgentReplyForm(owner=me, draft=drafts.get(Kind.REPLY)),
        "note_form": NoteForm(owner=me, draft=drafts.get(Kind.NOTE)),
        "assignment_form": AssignmentForm(initial={"assignee": handling.assignee_id}),
        "priority_form": PriorityForm(initial={"priority": handling.priority}),
        **conversation.part(ticket, request.GET.get("before", "")),
        **forms,
        "form": next(iter(forms.values()), None),
    }
    context["entries"] = conversation.woven(context["messages_shown"], context["notes"])
    return page(request, "tickets/desk/ticket.html", context, status=422 if forms else 200)
