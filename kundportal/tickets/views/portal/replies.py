"""A customer's reply."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect

from kundportal.lib.pages import is_fragment_wanted
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import guarding
from kundportal.tickets.forms.replying import ReplyForm
from kundportal.tickets.views.portal.ticket import find, show


@gates.customer("POST")
def reply(request: Request, number: str) -> HttpResponse:
    ticket = find(request, number)
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, number, form=form, status=422)
    if question := guarding.stop(request, form, again=partial(show, request, number, form=form)):
        return question
    message = guarding.send(form, partial(ticket.reply, by=request.user), by=request.user)
    if is_fragment_wanted(request):
        return show(request, number, sent=message.pk)
    return redirect("reply", number=number, pk=message.pk)
