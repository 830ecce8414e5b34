"""A customer's reply."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kundportal.lib.pages import go_to, is_fragment_wanted
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.forms.replying import ReplyForm
from kundportal.tickets.views.portal.ticket import find, show


@gates.customer("POST")
def reply(request: Request, number: str) -> HttpResponse:
    ticket = find(request, number)
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, number, form=form, status=422)
    message = ticket.reply(by=request.user, **form.cleaned_data)
    if message.ticket_id != ticket.pk:  # it stands in a new ticket that follows this one
        return go_to(request, reverse("reply", args=[message.ticket.number, message.pk]))
    if is_fragment_wanted(request):
        return show(request, number, sent=message.pk)
    return redirect("reply", number=number, pk=message.pk)
