"""A customer answers what a ticket's form still lacks."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import guarding
from kundportal.tickets.asking import changing_form
from kundportal.tickets.forms.answering import AnswersForm
from kundportal.tickets.models import Answers, Draft, FormVersion, Ticket
from kundportal.tickets.models.draft import Kind
from kundportal.tickets.views import saving
from kundportal.tickets.views.portal.ticket import find_writable


@gates.customer("GET", "POST")
def missing(request: Request, number: str) -> HttpResponse:
    """The questions that have no answer yet; when there are none, the ticket."""
    ticket = find_writable(request, number)
    form = _form(request, ticket)
    if form is None:
        return redirect("ticket", number=number)
    show = partial(_show, request, ticket, form)
    if not form.is_valid():
        return show()
    if question := guarding.stop(request, form, again=show):
        return question
    answer = partial(changing_form.complete, ticket, by=request.user)
    try:
        message = guarding.send(form, answer, by=request.user)
    except changing_form.AskedNoMore:
        return redirect("ticket", number=number)
    messages.success(request, _("Thank you. We have got your answers and go on with the ticket."))
    return redirect("reply", number=number, pk=message.pk)


@gates.customer("POST")
def draft(request: Request, number: str) -> HttpResponse:
    """Keeps what stands among the answers."""
    ticket = find_writable(request, number)
    form = _form(request, ticket)
    outcome = saving.gone()  # somebody has answered meanwhile
    if form:
        outcome = saving.save(request, form, kind=Kind.ANSWERS, ticket=ticket)
    if told := saving.answer(request, outcome):
        return told
    if form and not outcome.is_kept:
        messages.error(request, outcome.said)
        form.rewrite(revision=outcome.revision)
        return _show(request, ticket, form, status=422)
    return saving.to_list(request, outcome)


def _form(request: Request, ticket: Ticket) -> AnswersForm | None:
    """What the ticket's form still asks, with what was sent or begun; None when it asks no more."""
    answers = Answers.objects.with_version(ticket)
    if not ticket.lacks_answers or answers is None:
        return None
    is_sent = request.method == "POST"
    begun = None if is_sent else Draft.objects.about(ticket, Kind.ANSWERS, by=request.user)
    return AnswersForm(
        *(request.POST, request.FILES) if is_sent else (),
        ticket=ticket,
        answers=answers,
        version=FormVersion.objects.to_answer(answers.version_id, ticket.organisation_id),
        person=request.user,
        draft=begun,
    )


def _show(request: Request, ticket: Ticket, form: AnswersForm, *, status: int = 0) -> HttpResponse:
    version = form.version
    context = {"ticket": ticket, "form": form, "version": version, "ticket_form": version.form}
    status = status or (422 if form.is_bound and form.errors else 200)
    return page(request, "tickets/portal/answers.html", context, status=status)
