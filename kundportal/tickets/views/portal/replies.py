"""A customer's reply, and what stands around writing one: a preview, a quote."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from kundportal.lib.pages import go_to, is_fragment_wanted, page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import conversation, guarding
from kundportal.tickets.forms.replying import PreviewForm, ReplyForm
from kundportal.tickets.views.portal.ticket import find, show


@gates.customer("POST")
def reply(request: Request, number: str) -> HttpResponse:
    ticket = find(request, number)
    form = ReplyForm(request.POST, request.FILES, owner=request.user)
    if not form.is_valid():
        return show(request, number, form=form, status=422)
    if question := guarding.stop(request, form, again=partial(show, request, number, form=form)):
        return question
    message = guarding.send(form, partial(ticket.reply, by=request.user), by=request.user)
    if message.ticket_id != ticket.pk:  # it stands in a new ticket that follows this one
        return go_to(request, reverse("reply", args=[message.ticket.number, message.pk]))
    if is_fragment_wanted(request):
        return show(request, number, sent=message.pk)
    return redirect("reply", number=number, pk=message.pk)


@gates.customer("POST")
def reply_preview(request: Request, number: str) -> HttpResponse:
    """Without scripts: the page again, with what is written shown as it would be; nothing sent."""
    find(request, number)
    form = ReplyForm(request.POST, request.FILES, owner=request.user)
    if not form.is_valid():
        return show(request, number, form=form, status=422)
    return show(request, number, form=form, preview=form.cleaned_data["text"])


@gates.signed_in("POST")
def preview(request: Request) -> HttpResponse:
    """What is written, as it would be shown: a part of the page, which scripts put in its place."""
    form = PreviewForm(request.POST)
    status = 200 if form.is_valid() else 422
    return page(request, "tickets/preview.html", {"form": form}, status=status)


@gates.signed_in()
def quote(request: Request, number: str, pk: int) -> HttpResponse:
    """A reply as a quotation, as plain text for the script that puts it where one writes."""
    message = get_object_or_404(find(request, number).messages.select_related("author"), pk=pk)
    return HttpResponse(conversation.quote(message), content_type="text/plain; charset=utf-8")
