"""What staff have begun to write in a ticket, kept while they write."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.forms.desk import NoteForm
from kundportal.tickets.forms.intake import Intake
from kundportal.tickets.forms.replying import AgentReplyForm
from kundportal.tickets.models.draft import Kind
from kundportal.tickets.views import saving
from kundportal.tickets.views.desk.ticket import find, show


@gates.staff("POST")
def reply_draft(request: Request, number: str) -> HttpResponse:
    form = AgentReplyForm(request.POST, request.FILES, owner=request.user)
    return _save(request, number, form, Kind.REPLY)


@gates.staff("POST")
def note_draft(request: Request, number: str) -> HttpResponse:
    return _save(request, number, NoteForm(request.POST, owner=request.user), Kind.NOTE)


def _save(request: Request, number: str, form: Intake, kind: Kind) -> HttpResponse:
    handling = find(number, request.user)
    outcome = saving.save(request, form, kind=kind, ticket=handling.ticket)
    if told := saving.answer(request, outcome):
        return told
    if outcome.is_kept:
        messages.success(request, outcome.said)
        return redirect("desk-ticket", number=number)
    messages.error(request, outcome.said)
    form.rewrite(revision=outcome.revision)
    forms: dict[str, Any] = {f"{kind}_form": form}
    return show(request, handling, **forms)
