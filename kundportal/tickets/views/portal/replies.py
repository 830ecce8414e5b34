"""A customer's reply."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from kundportal.lib.pages import is_fragment_wanted
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.forms.replying import ReplyForm
from kundportal.tickets.views.portal.ticket import find, show


@gates.customer("POST")
def reply(request: Request, number: str) -> HttpResponse:
    ticket = find(request, number)
    form = ReplyForm(request.POST, request.FILES, owner=request.user)
    if not form.is_valid():
        return show(request, number, form=form, status=422)
    message = ticket.reply(by=request.user, **form.cleaned_data)
    if is_fragment_wanted(request):
        return show(request, number, sent=message.pk)
    return redirect("reply", number=number, pk=message.pk)
