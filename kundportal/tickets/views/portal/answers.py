"""A customer answers what a ticket's form still lacks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import changing_form
from kundportal.tickets.forms.answering import AnswersForm
from kundportal.tickets.models import Answers, FormVersion
from kundportal.tickets.views.portal.ticket import find


@gates.signed_in("GET", "POST")
def missing(request: Request, number: str) -> HttpResponse:
    """The questions that have no answer yet; when there are none, the ticket. Staff see that."""
    if request.user.is_staff:
        return redirect("desk-ticket", number=number)
    ticket = find(request, number)
    answers = Answers.objects.with_version(ticket)
    if not ticket.lacks_answers or answers is None:
        return redirect("ticket", number=number)
    version = FormVersion.objects.to_answer(answers.version_id, ticket.organisation_id)
    form = AnswersForm(
        *(request.POST, request.FILES) if request.method == "POST" else (),
        ticket=ticket,
        answers=answers,
        version=version,
        person=request.user,
    )
    if form.is_valid():
        message = changing_form.complete(
            ticket, given=form.cleaned_data["given"], once=form.cleaned_data["once"],
            by=request.user,
        )  # fmt: skip
        if message is None:
            return redirect("ticket", number=number)
        messages.success(request, _("Thank you. We have got your answers and go on with the "
                                    "ticket."))  # fmt: skip
        return redirect("reply", number=number, pk=message.pk)
    context = {"ticket": ticket, "form": form, "version": version, "ticket_form": version.form}
    status = 422 if form.is_bound else 200
    return page(request, "tickets/portal/answers.html", context, status=status)
